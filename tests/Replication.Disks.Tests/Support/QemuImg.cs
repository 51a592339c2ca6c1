using System.Diagnostics;

namespace Replication.Disks.Tests.Support;

/// <summary>The independent implementation. Tests that need it are skipped, and say so, where it is not installed.</summary>
internal static class QemuImg
{
    private static readonly bool Installed = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "qemu-img.exe" : "qemu-img")));

    public static void Require() =>
        Assert.SkipUnless(Installed, "qemu-img is not installed (package qemu-utils): this cross-check did not run.");

    /// <summary>Runs qemu-img and returns what it printed; anything but exit code 0 fails the test.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("qemu-img") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        string text = await output + await error;
        Assert.True(process.ExitCode == 0, $"qemu-img {string.Join(' ', arguments)} exited with {process.ExitCode}: {text}");
        return text;
    }
}
