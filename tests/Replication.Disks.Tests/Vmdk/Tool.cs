using System.Diagnostics;

namespace Replication.Disks.Tests.Vmdk;

/// <summary>Programs of the operating system that cross-check ours. A test without its program is skipped, naming it.</summary>
internal static class Tool
{
    private static readonly string[] ExtraFolders = ["/usr/sbin", "/sbin"];

    public static string Need(string name) => Find(name) ?? throw Skip($"{name} is not installed");

    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(ExtraFolders)
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    public static string Run(string name, params string[] arguments)
    {
        (int code, string output, string errors) = TryRun(name, arguments);
        Assert.True(code == 0, $"{name} {string.Join(' ', arguments)} ended with {code}: {output}{errors}");
        return output;
    }

    public static (int Code, string Output, string Errors) TryRun(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(Need(name), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    private static Exception Skip(string reason)
    {
        Assert.Skip(reason);
        return new InvalidOperationException();
    }
}
