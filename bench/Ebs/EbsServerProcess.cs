using System.Diagnostics;

namespace Replication.Bench.Ebs;

/// <summary>The server's process, from the parent's side.</summary>
internal sealed class EbsServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private EbsServerProcess(Process process, string url)
    {
        _process = process;
        Url = url;
    }

    public string Url { get; }

    public static async Task<EbsServerProcess> StartAsync(string folder, CancellationToken cancellationToken)
    {
        string program = Path.Combine(AppContext.BaseDirectory, typeof(EbsServerProcess).Assembly.GetName().Name!);
        Process process = Process.Start(new ProcessStartInfo(program, ["child", "ebs-serve", folder]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        string? url = await process.StandardOutput.ReadLineAsync(cancellationToken);
        return url is null ? throw new BenchException("The server did not start.") : new EbsServerProcess(process, url);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
