using System.Diagnostics;
using Replication.Core.Platform;

namespace Replication.TestGuest;

/// <summary>Programs of the operating system that make and check guests.</summary>
internal static class HostTool
{
    /// <exception cref="InvalidOperationException">It ended with an exit code that is not among those expected.</exception>
    public static async Task<string> RunAsync(string name, string[] arguments, params int[] expected)
    {
        (int code, string output, string errors) = await TryRunAsync(name, arguments);
        if (code != 0 && !expected.Contains(code))
            throw new InvalidOperationException($"{name} {string.Join(' ', arguments)} ended with {code}: {output}{errors}");
        return output;
    }

    public static async Task<(int Code, string Output, string Errors)> TryRunAsync(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(ToolPath.Find(name) ?? throw new InvalidOperationException($"{name} is not installed"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // mtools compares a partition with the geometry of disks of the last century; ours has none.
        start.Environment["MTOOLS_SKIP_CHECK"] = "1";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }
}
