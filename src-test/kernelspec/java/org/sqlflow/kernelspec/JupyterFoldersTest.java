package org.sqlflow.kernelspec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JupyterFoldersTest {
  private static final Path HOME = Path.of("/home/ada");

  private static Path ofUser(String osName, Map<String, String> environment) {
    return new JupyterFolders(environment, osName, HOME).ofUser();
  }

  @Test
  void onLinuxTheUsersKernelsLieBelowLocalShare() {
    assertThat(ofUser("Linux", Map.of()))
        .isEqualTo(Path.of("/home/ada/.local/share/jupyter/kernels"));
  }

  @Test
  void onLinuxTheDataFolderOfTheDesktopIsHonoured() {
    assertThat(ofUser("Linux", Map.of("XDG_DATA_HOME", "/data")))
        .isEqualTo(Path.of("/data/jupyter/kernels"));
  }

  @Test
  void onMacTheyLieInTheLibrary() {
    assertThat(ofUser("Mac OS X", Map.of("XDG_DATA_HOME", "/data")))
        .isEqualTo(Path.of("/home/ada/Library/Jupyter/kernels"));
  }

  @Test
  void onWindowsTheyLieInTheRoamingApplicationData() {
    assertThat(ofUser("Windows 11", Map.of("APPDATA", "/appdata")))
        .isEqualTo(Path.of("/appdata/jupyter/kernels"));
    assertThat(ofUser("Windows 11", Map.of()))
        .isEqualTo(Path.of("/home/ada/.jupyter/data/kernels"));
  }

  @Test
  void jupytersOwnVariableComesFirstEverywhere() {
    for (String osName : new String[] {"Linux", "Mac OS X", "Windows 11"}) {
      assertThat(ofUser(osName, Map.of("JUPYTER_DATA_DIR", "/j", "APPDATA", "/a")))
          .isEqualTo(Path.of("/j/kernels"));
    }
  }

  @Test
  void homeInTheEnvironmentIsBelievedUnlessItIsEmpty() {
    assertThat(ofUser("Linux", Map.of("HOME", "/tmp/other")))
        .isEqualTo(Path.of("/tmp/other/.local/share/jupyter/kernels"));
    assertThat(ofUser("Linux", Map.of("HOME", "")))
        .isEqualTo(Path.of("/home/ada/.local/share/jupyter/kernels"));
  }

  @Test
  void aVirtualEnvironmentComesBeforeAnEnvironmentOfConda() {
    assertThat(new JupyterFolders(Map.of("CONDA_PREFIX", "/c"), "Linux", HOME).activeEnvironment())
        .contains(Path.of("/c"));
    assertThat(
            new JupyterFolders(Map.of("CONDA_PREFIX", "/c", "VIRTUAL_ENV", "/v"), "Linux", HOME)
                .activeEnvironment())
        .contains(Path.of("/v"));
  }
}
