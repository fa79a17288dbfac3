@echo off
rem Builds Gen4J when it is new, and runs it. All arguments go to the program: gen --help
rem "gen test" builds and tests everything. "gen build" builds again, after a change.
setlocal
set "GEN_HOME=%~dp0"
set "GEN_JAR=%GEN_HOME%gen-app\target\gen-app.jar"
set "GEN_LOG=%GEN_HOME%target\build.log"

where java >nul 2>nul || (echo gen: there is no java: install JDK 17 or newer 1>&2 & exit /b 1)

if /i "%~1"=="test" goto test
if /i "%~1"=="build" goto build
if exist "%GEN_JAR%" goto run

:build
rem The jar that runs alone, and no list of jars as on Linux: a command line of Windows is too short for it.
call :maven -DskipTests -Dspotless.check.skip -pl gen-app -am package || exit /b 1
if /i "%~1"=="build" exit /b 0

:run
rem OpenMP takes a list of numbers. ND4J takes one number.
if defined OMP_NUM_THREADS for /f "delims=, " %%n in ("%OMP_NUM_THREADS%") do set "OMP_NUM_THREADS=%%n"
java %GEN_JAVA_OPTIONS% -jar "%GEN_JAR%" %*
exit /b %ERRORLEVEL%

:test
call :maven verify
exit /b %ERRORLEVEL%

:maven
where mvn >nul 2>nul || (echo gen: there is no mvn: install Maven 3.8 or newer to build Gen4J 1>&2 & exit /b 1)
if not exist "%GEN_HOME%target" mkdir "%GEN_HOME%target"
echo gen: calling Maven, which takes some minutes the first time; it writes to "%GEN_LOG%" 1>&2
pushd "%GEN_HOME%"
call mvn --batch-mode %* >"%GEN_LOG%" 2>&1
set GEN_STATUS=%ERRORLEVEL%
popd
if "%GEN_STATUS%"=="0" exit /b 0
rem No block in parentheses: one in the path would end it. Without /l, brackets would be a class of characters.
findstr /b /l /c:"[ERROR]" "%GEN_LOG%" 1>&2
echo gen: the build failed: see "%GEN_LOG%" 1>&2
exit /b %GEN_STATUS%
