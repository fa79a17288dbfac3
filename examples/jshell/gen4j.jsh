// Everything at hand to play with models: jshell --class-path gen-app/target/gen-app.jar examples/jshell/gen4j.jsh
import io.gen4j.cgan.*;
import io.gen4j.data.*;
import io.gen4j.data.source.*;
import io.gen4j.data.synthetic.*;
import io.gen4j.dcgan.*;
import io.gen4j.gan.*;
import io.gen4j.image.*;
import io.gen4j.*;
import io.gen4j.run.*;
import io.gen4j.vae.*;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Shows a picture in a window, three times as large. */
void show(BufferedImage picture) {
    var icon = new javax.swing.ImageIcon(picture.getScaledInstance(3 * picture.getWidth(), -1, 0));
    javax.swing.JOptionPane.showMessageDialog(null, new javax.swing.JLabel(icon));
}

System.out.println("""
    Try: var digits = SyntheticDigits.draw(5000, 1)
         var vae = Vae.builder().epochs(3).build()
         vae.fit(digits)
         show(vae.grid(vae.sample(64), 8))""");
