using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Replication.Module.Tests;

/// <summary>Runs tests/Pester against the built module, in a PowerShell of its own, where there is one.</summary>
public partial class PesterTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task The_module_passes_its_tests_in_PowerShell()
    {
        string? shell = Find(OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh");
        Assert.SkipWhen(shell is null, "pwsh was not found: the module's Pester tests were not run.");
        (_, string versions) = await RunAsync(
            shell!, "-Command", "\"$($PSVersionTable.PSVersion) $((Get-Module -ListAvailable Pester | Sort-Object Version | Select-Object -Last 1).Version)\"");
        Match found = Versions().Match(versions);
        Assert.SkipUnless(found.Success && Version.Parse(found.Groups[1].Value) >= new Version(7, 6), "PowerShell 7.6 was not found: the module's Pester tests were not run.");
        Assert.SkipUnless(found.Groups[2].Value == "5", "Pester 5 was not found: the module's Pester tests were not run.");

        (int exitCode, string output) = await RunAsync(shell!, "-File", Path.Combine(Repository.Root, "tests", "Pester", "Run.ps1"));
        Match summary = Summary().Match(output);
        Assert.True(exitCode == 0 && summary.Success, output);
        Assert.True(int.Parse(summary.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) > 400, summary.Value);
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static async Task<(int ExitCode, string Output)> RunAsync(string shell, params string[] arguments)
    {
        var start = new ProcessStartInfo(shell, ["-NoProfile", "-NonInteractive", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // The tests work in workspaces of their own.
        start.Environment.Remove("REPLICATION_HOME");
        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    [GeneratedRegex(@"^(\d+\.\d+\.\d+)\S* (\d+)?")]
    private static partial Regex Versions();

    [GeneratedRegex(@"Pester: (\d+) passed, 0 failed, 0 broken")]
    private static partial Regex Summary();
}
