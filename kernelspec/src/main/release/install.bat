@echo off
rem Installs the SQLFlow kernel for Jupyter, with the java of JAVA_HOME or else the one in PATH.
rem Usage: install [--user | --sys-prefix | --prefix DIR], install uninstall, install doctor
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" -version >nul 2>&1
if errorlevel 1 (
  echo Java is not found ^(%java%^). Install a JDK 17 or newer, such as https://adoptium.net, or set JAVA_HOME. 1>&2
  exit /b 1
)
set "command=install"
for %%c in (install uninstall doctor --help -h --version -V) do if "%~1"=="%%c" set "command="
"%java%" -jar "%~dp0sqlflow\sqlflow-kernelspec.jar" %command% %*
exit /b %errorlevel%
