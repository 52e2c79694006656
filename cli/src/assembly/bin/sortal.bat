@echo off
setlocal
set "home=%~dp0.."
if defined JAVA_HOME (set "java=%JAVA_HOME%\bin\java.exe") else (set "java=java")
if not defined TF_CPP_MIN_LOG_LEVEL set "TF_CPP_MIN_LOG_LEVEL=2"
"%java%" -XX:+UseSerialGC -Djdk.console=java.base -Dfile.encoding=UTF-8 -XX:+IgnoreUnrecognizedVMOptions --enable-native-access=ALL-UNNAMED %JAVA_OPTS% -cp "%home%\lib\*;%home%\lib\engines\*" dev.sortal.cli.Main %*
