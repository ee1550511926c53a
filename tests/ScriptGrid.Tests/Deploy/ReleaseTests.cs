using System.Diagnostics;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Deploy;

/// <summary>The quick parts of what makes releases; <c>deploy/release.sh</c> as a whole builds for minutes.</summary>
public sealed class ReleaseTests : IDisposable
{
    private static readonly string Scripts = Path.Combine(Checkout.Folder, "deploy");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("scriptgrid-release-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Debian_PackageOfAProgram_BringsUnitsConfigurationAndCompletions()
    {
        (int exitCode, string output) = await Programs.RunAsync(Path.Combine(Scripts, "debian", "build.sh"), "/bin/true", "1.2.3", "arm64", _folder.FullName);
        Assert.True(exitCode == 0, output);
        string package = Path.Combine(_folder.FullName, "scriptgrid_1.2.3_arm64.deb");
        Assert.Equal(package, output.Trim());

        (_, string fields) = await Programs.RunAsync("dpkg-deb", "--field", package, "Package", "Version", "Architecture");
        (_, string contents) = await Programs.RunAsync("dpkg-deb", "--contents", package);

        Assert.Equal("Package: scriptgrid\nVersion: 1.2.3\nArchitecture: arm64\n", fields);
        Assert.All(
            [
                "-rwxr-xr-x root/root ./usr/bin/scriptgrid",
                "-rw-r--r-- root/root ./etc/scriptgrid/scriptgrid.yml",
                "-rw-r--r-- root/root ./usr/lib/systemd/system/scriptgrid@.service",
                "-rw-r--r-- root/root ./usr/lib/sysusers.d/scriptgrid.conf",
                "-rw-r--r-- root/root ./usr/share/bash-completion/completions/scriptgrid",
                "-rw-r--r-- root/root ./usr/share/zsh/vendor-completions/_scriptgrid",
                "-rw-r--r-- root/root ./usr/share/fish/vendor_completions.d/scriptgrid.fish",
                "-rw-r--r-- root/root ./usr/share/man/man1/scriptgrid.1.gz",
                "-rw-r--r-- root/root ./usr/share/doc/scriptgrid/examples/contrib/key_groups.lua",
            ],
            line => Assert.Contains(line, ModesAndPaths(contents)));
    }

    /// <summary>If a script of a package fails, dpkg leaves the package half configured, and apt stops.</summary>
    [Theory]
    [InlineData("postinst", "systemctl --system daemon-reload\ndeb-systemd-invoke try-restart scriptgrid@*.service\n", "configure", "1.0.0")]
    [InlineData("prerm", "deb-systemd-invoke stop scriptgrid@*.service\n", "remove")]
    [InlineData("postrm", "systemctl --system daemon-reload\n", "remove")]
    public async Task Debian_SystemdThatRefuses_FailsNoScriptOfThePackage(string script, string refused, params string[] arguments)
    {
        string programs = _folder.CreateSubdirectory("programs").FullName;
        foreach ((string name, string body) in new[] { ("systemd-sysusers", "exit 0"), ("chgrp", "exit 0"), ("systemctl", "echo \"systemctl $*\"; exit 1"), ("deb-systemd-invoke", "echo \"deb-systemd-invoke $*\"; exit 1") })
        {
            string program = Path.Combine(programs, name);
            await File.WriteAllTextAsync(program, $"#!/bin/sh\n{body}\n");
            FilePermissions.OpenToEverybody(program);
        }

        string text = (await File.ReadAllTextAsync(Path.Combine(Scripts, "debian", script)))
            .Replace("/run/systemd/system", _folder.FullName, StringComparison.Ordinal)
            .Replace("/etc/scriptgrid", _folder.FullName, StringComparison.Ordinal);
        var start = new ProcessStartInfo("sh", ["-c", text, script, .. arguments]);
        start.Environment["PATH"] = $"{programs}:{start.Environment["PATH"]}";

        Assert.Equal((ExitCode.Success, refused), await Programs.RunAsync(start));
    }

    [Theory]
    [InlineData("debian/build.sh", "/bin/true", "1.2.3", "x86", "/none")]
    [InlineData("release.sh")]
    [InlineData("release.sh", "/none", "rpm")]
    [InlineData("release.sh", "--skip", "rpm", "/none")]
    [InlineData("release.sh", "--skip")]
    public async Task Script_BadUsage_IsRefused(string script, params string[] arguments)
    {
        (int exitCode, string output) = await Programs.RunAsync(Path.Combine(Scripts, script), arguments);

        Assert.Equal(ExitCode.Usage, exitCode);
        Assert.NotEmpty(output);
    }

    [Fact]
    public async Task Release_PartThatIsSkipped_IsNotMadeAndToldOf()
    {
        (int exitCode, string output) = await Programs.RunAsync(Path.Combine(Scripts, "release.sh"), "--skip", "image", _folder.FullName, "image");

        Assert.True(exitCode == ExitCode.Success, output);
        Assert.Equal("== image is skipped\n", output);
        Assert.DoesNotContain(Directory.GetFiles(_folder.FullName), static file => file.EndsWith(".tar.gz", StringComparison.Ordinal));
    }

    /// <summary>Lines of <c>dpkg-deb --contents</c> without sizes and times.</summary>
    private static string[] ModesAndPaths(string contents) =>
    [
        .. contents.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(static words => $"{words[0]} {words[1]} {words[^1]}"),
    ];
}
