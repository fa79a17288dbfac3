package io.gen4j.app;

import io.gen4j.app.command.EvaluateCommand;
import io.gen4j.app.command.InfoCommand;
import io.gen4j.app.command.ResumeCommand;
import io.gen4j.app.command.SampleCommand;
import io.gen4j.app.command.ServeCommand;
import io.gen4j.app.command.TrackCommand;
import io.gen4j.app.option.DataOptions;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Creates the commands, and gives the process's environment to each command that needs it. */
final class EnvironmentFactory implements IFactory {

    private final Map<String, String> environment;

    EnvironmentFactory(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (type == DataOptions.class) {
            return type.cast(new DataOptions(environment));
        }
        if (type == EvaluateCommand.class) {
            return type.cast(new EvaluateCommand(environment));
        }
        if (type == ResumeCommand.class) {
            return type.cast(new ResumeCommand(environment));
        }
        if (type == TrackCommand.class) {
            return type.cast(new TrackCommand(environment));
        }
        if (type == SampleCommand.class) {
            return type.cast(new SampleCommand(environment));
        }
        if (type == ServeCommand.class) {
            return type.cast(new ServeCommand(environment));
        }
        if (type == InfoCommand.class) {
            return type.cast(new InfoCommand(environment));
        }
        return CommandLine.defaultFactory().create(type);
    }
}
