# Finds or installs what the scripts need: a JDK, Maven, Jupyter. The scripts source it and set $root.

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

# Without HOME, Jupyter would write to "/".
find_home() {
  [ -n "${HOME:-}" ] && return
  HOME=$(getent passwd "$(id -u)" 2>/dev/null | cut -d: -f6 || true)
  [ -n "$HOME" ] || HOME=$root/target/home
  mkdir -p "$HOME"
  export HOME
}

# JDK 17 or newer: from JAVA_HOME, otherwise the java in PATH. Sets JAVA_HOME and java.
find_java() {
  local advice="Install one (Debian and Ubuntu: apt-get install -y openjdk-17-jdk-headless maven), and set JAVA_HOME if it is not the first java in PATH."
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, but $java does not exist. $advice"
  else
    java=$(command -v java) || fail "No java found in PATH. SQLFlow needs JDK 17 or newer. $advice"
  fi
  local settings version
  settings=$("$java" -XshowSettings:properties -version 2>&1) || fail "Cannot run $java: $settings"
  version=$(property "$settings" java.specification.version)
  case $version in
    '' | 1.* | 9 | 1[0-6]) fail "$java is Java ${version:-of an unknown version}. SQLFlow needs JDK 17 or newer. $advice" ;;
  esac
  JAVA_HOME=$(property "$settings" java.home)
  java=$JAVA_HOME/bin/java
  [ -x "$JAVA_HOME/bin/javac" ] || fail "$JAVA_HOME has no javac: it is a JRE, and SQLFlow needs a JDK. $advice"
  export JAVA_HOME
}

property() { sed -n "s/^ *$2 = //p" <<<"$1" | head -n 1; }

# Maven 3.8 or newer: from PATH, otherwise the wrapper, which downloads one. Sets maven.
find_maven() {
  maven=mvn
  maven_is_recent && return
  maven=$root/mvnw
  say "No Maven 3.8 or newer found in PATH. Using $maven, which downloads one the first time."
  maven_is_recent ||
    fail "$maven could not get Maven. Install 3.8 or newer (Debian and Ubuntu: apt-get install -y maven; otherwise https://maven.apache.org/install.html)."
}

maven_is_recent() {
  command -v "$maven" >/dev/null || return
  local version
  version=$("$maven" -B --version </dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p' | head -n 1)
  case $version in
    '' | [0-2].* | 3.[0-7] | 3.[0-7].*) return 1 ;;
  esac
}

# What the scripts need of Jupyter. A script that needs more extends these before find_jupyter.
jupyter_packages=(jupyter-nbconvert jupyter-client python3-nbclient python3-nbformat)
jupyter_wheels=(nbconvert jupyter_client)
jupyter_modules=jupyter_client,nbclient,nbconvert,nbformat

# A Python with nbconvert and Jupyter's client: that of the jupyter command, then those in PATH, then the
# system's. A jupyter in PATH does not guarantee that they work, so each Python is tried. Sets python.
find_jupyter() {
  python_with_jupyter && return
  if is_debian_root; then
    say "Installing Jupyter's nbconvert: apt-get install ${jupyter_packages[*]}"
    apt_get_install "${jupyter_packages[@]}" && python_with_jupyter && return
    say "Jupyter still does not work. Trying a virtual environment."
  fi
  virtual_environment && python_with_jupyter && return
  fail "Jupyter's nbconvert was not found and could not be installed. Run one of these commands, then try again:
  sudo apt-get install -y --no-install-recommends ${jupyter_packages[*]}
  python3 -m pip install --user ${jupyter_wheels[*]}"
}

is_debian_root() {
  [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] && command -v apt-get >/dev/null
}

apt_get_install() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq </dev/null >/dev/null &&
    apt-get install -qq -y --no-install-recommends "$@" </dev/null >/dev/null
}

python_with_jupyter() {
  local candidate IFS=$'\n'
  for candidate in $(python_of_jupyter) $(pythons) "$root/target/venv/bin/python"; do
    if runs_jupyter "$candidate"; then
      python=$candidate
      return
    fi
  done
  return 1
}

pythons() {
  type -ap python3 || true
  printf '%s\n' /usr/bin/python3
}

python_of_jupyter() {
  local script
  for script in $(type -ap jupyter-nbconvert jupyter || true); do
    head -n 1 "$script" | tr -d '\0' | sed -n 's/^#! *\(.*python[0-9.]*\)$/\1/p'
  done
}

runs_jupyter() {
  [ -x "$1" ] && "$1" -c "import $jupyter_modules" >/dev/null 2>&1 </dev/null
}

virtual_environment() {
  local base IFS=$'\n'
  for base in $(pythons); do
    [ -x "$base" ] || continue
    say "Installing Jupyter's nbconvert into $root/target/venv"
    rm -rf "$root/target/venv"
    mkdir -p "$root/target"
    if "$base" -m venv "$root/target/venv" >&2 </dev/null &&
      "$root/target/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        "${jupyter_wheels[@]}" >&2 </dev/null; then
      return
    fi
    rm -rf "$root/target/venv"
  done
  return 1
}
