using System.IO.Compression;
using System.Text;
using Replication.Aws.HotAdd;
using Replication.Aws.HotAdd.Drivers;
using Replication.Aws.Tests.Sessions;

namespace Replication.Aws.Tests.HotAdd;

/// <summary>A server on loopback with the two archives, each a ZIP of the given files, or of bytes that are none.</summary>
internal sealed class ArchiveServer : IDisposable
{
    private readonly LoopbackService _service;

    public ArchiveServer() => _service = new LoopbackService(Answer);

    /// <summary>What is served under "AWSPVDriverSetup.zip".</summary>
    public byte[] Drivers { get; set; } = Zip((DriverFolder.PvDrivers, "installer of the drivers"), ("notes/readme.txt", "of the drivers"));

    public int Status { get; set; } = 200;

    public IReadOnlyList<DriverArchive> Archives => DriverArchive.Below(new Uri(_service.Url + "/mirror"));

    public IReadOnlyList<string> Asked => [.. _service.Requests.Select(request => request.Split(' ')[1])];

    public static byte[] Zip(params (string Name, string Content)[] files) => Zip(files, entry => entry);

    /// <param name="files">Names as they are to be in the archive, whatever they mean.</param>
    /// <param name="change">Changes each entry before it is written.</param>
    public static byte[] Zip((string Name, string Content)[] files, Func<ZipArchiveEntry, ZipArchiveEntry> change)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string content) in files)
            {
                using Stream entry = change(zip.CreateEntry(name)).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return bytes.ToArray();
    }

    public void Dispose() => _service.Dispose();

    private (int Status, byte[] Body) Answer(string request) => Status != 200 ? (Status, [])
        : request.StartsWith("GET /mirror/AWSPVDriverSetup.zip ", StringComparison.Ordinal) ? (200, Drivers)
        : request.StartsWith("GET /mirror/EC2Install.zip ", StringComparison.Ordinal) ? (200, Zip((@"EC2Install\EC2Install.exe", "installer of the service")))
        : (404, []);
}
