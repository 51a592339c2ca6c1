using System.Diagnostics;

namespace Replication.Engine.Tests.Support;

/// <summary>A real QEMU program that holds an image open for writing, with the locks a running machine has.</summary>
public sealed class QemuWriter : IAsyncDisposable
{
    private readonly Process _process;

    private QemuWriter(Process process) => _process = process;

    public static async Task<QemuWriter> HoldAsync(string image)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo("qemu-io", ["-f", "raw", image])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("qemu-io is not installed.");
            throw;
        }

        // Its answer says that the image is open.
        await process.StandardInput.WriteLineAsync("length");
        await process.StandardInput.FlushAsync();
        Assert.NotNull(await process.StandardOutput.ReadLineAsync());
        return new QemuWriter(process);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
