using System.Diagnostics;
using Replication.Core.Platform;

namespace Replication.Agent.Tests.Host;

/// <summary>Programs of QEMU and libnbd, as independent clients.</summary>
internal static class QemuTools
{
    public static bool AreThere => ToolPath.Find("qemu-img") is not null && ToolPath.Find("qemu-io") is not null;

    public static bool HasNbdInfo => ToolPath.Find("nbdinfo") is not null;

    public static async Task<string> RunAsync(string tool, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{tool}: {await errors}{await output}");
        return await output;
    }
}
