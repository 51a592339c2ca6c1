using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;

namespace Replication.Agent.Ec2.Instances;

/// <summary>What a guest wrote to its serial port: here the file that whoever runs the guest leaves beside its devices.</summary>
internal static class GetConsoleOutput
{
    /// <summary>EC2 keeps no more of it.</summary>
    private const int MaxBytes = 64 << 10;

    public static async Task<IEnumerable<XElement?>> RunAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        string id = call.Parameters.RequiredId("InstanceId", ResourceKind.Instance);
        call.Parameters.Flag("Latest");
        call.Begin();
        call.Region.Instances.Get(call, id);
        string path = call.Region.Devices.ConsoleOf(id);
        if (!File.Exists(path)) return [Ec2Xml.Value("instanceId", id), Ec2Xml.Value("timestamp", call.Now), Ec2Xml.Value("output", "")];
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = Math.Max(0, file.Length - MaxBytes);
        var bytes = new byte[MaxBytes];
        int length = await file.ReadAtLeastAsync(bytes, MaxBytes, throwOnEndOfStream: false, cancellationToken);
        return
        [
            Ec2Xml.Value("instanceId", id), Ec2Xml.Value("timestamp", new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero)),
            Ec2Xml.Value("output", Convert.ToBase64String(bytes.AsSpan(0, length))),
        ];
    }
}
