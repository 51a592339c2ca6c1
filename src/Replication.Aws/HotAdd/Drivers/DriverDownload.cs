using System.Net;
using Microsoft.Extensions.Logging;
using Replication.Core.Errors;
using Replication.Core.Platform;

namespace Replication.Aws.HotAdd.Drivers;

/// <summary>
/// Fills the driver folder with the contents of Amazon's archives (NOD-04). Each is fetched whole, unpacked beside its place and moved
/// there file by file, the one that says "complete" last; a process that dies leaves a folder that is filled again.
/// </summary>
/// <param name="archives">What is fetched where it is missing; none where nothing may be.</param>
/// <param name="proxy">In place of the environment's.</param>
/// <param name="log">Told what was fetched.</param>
internal sealed partial class DriverDownload(IReadOnlyList<DriverArchive> archives, Uri? proxy, ILogger log)
{
    /// <summary>Ten times of what Amazon's archives have.</summary>
    private const int MaxArchiveBytes = 128 << 20;

    /// <summary>What Amazon's archives unpack to, ten times over.</summary>
    private const long MaxUnpackedBytes = 256L << 20;

    /// <summary>A firewall that swallows packets must not hold a job for minutes.</summary>
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(15);

    /// <summary>Enough for the largest archive at 500 kB/s.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly ILogger _log = log;

    /// <summary>What would be fetched.</summary>
    public IEnumerable<DriverArchive> MissingIn(DriverFolder folder) => archives.Where(archive => !folder.Has(archive.Holds));

    /// <param name="folder">Made where it does not exist.</param>
    /// <param name="node">Where it is, for the message.</param>
    /// <param name="cancellationToken">Leaves what is complete.</param>
    /// <exception cref="ReplicationException">DriverDownloadFailed, InputOutputFailed.</exception>
    public async Task FillAsync(DriverFolder folder, string node, CancellationToken cancellationToken)
    {
        foreach (DriverArchive archive in MissingIn(folder).ToList())
        {
            try
            {
                byte[] content = await FetchAsync(archive.Address, cancellationToken);
                await PlaceAsync(content, archive.Holds, folder.Path, cancellationToken);
                Fetched(archive.Address, content.Length, folder.Path);
            }
            catch (Exception error) when (error is HttpRequestException or InvalidDataException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                throw HotAddErrors.DownloadFailed(archive.Address, folder.Path, node, error);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new ReplicationException(ErrorIds.InputOutputFailed, $"Driver folder {folder.Path}", error.Message, inner: error);
            }
        }
    }

    private async Task<byte[]> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { ConnectTimeout = ConnectLimit, UseCookies = false };
        if (proxy is not null) handler.Proxy = new WebProxy(proxy);
        using var client = new HttpClient(handler) { Timeout = Limit, MaxResponseContentBufferSize = MaxArchiveBytes };
        return await client.GetByteArrayAsync(address, cancellationToken);
    }

    private static async Task PlaceAsync(byte[] content, string holds, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        // On the same file system, where a move is one step; its name keeps it out of what is a driver.
        string incoming = Path.Combine(folder, DriverFolder.IncomingPrefix + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(incoming);
        try
        {
            await ArchiveContents.UnpackAsync(new MemoryStream(content), holds, incoming, MaxUnpackedBytes, cancellationToken);
            string[] files = [.. Directory.EnumerateFiles(incoming, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(incoming, path))];
            foreach (string file in files.Where(file => file != holds).Append(holds))
            {
                string target = Path.Combine(folder, file);
                string parent = Path.GetDirectoryName(target)!;
                Directory.CreateDirectory(parent);
                if (file == holds) DirectorySync.Flush(folder);
                File.Move(Path.Combine(incoming, file), target, overwrite: true);
                DirectorySync.Flush(parent);
            }
        }
        finally
        {
            Directory.Delete(incoming, recursive: true);
        }
    }

    [LoggerMessage(3403, LogLevel.Information, "Drivers: {Address}, {Bytes} bytes, unpacked into {Folder}.")]
    private partial void Fetched(Uri address, int bytes, string folder);
}
