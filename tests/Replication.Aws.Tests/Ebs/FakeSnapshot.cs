using System.Security.Cryptography;

namespace Replication.Aws.Tests.Ebs;

/// <summary>A snapshot of the fake service.</summary>
internal sealed class FakeSnapshot(string id, FakeSnapshot? parent, long volumeSize, bool encrypted, DateTimeOffset startTime)
{
    /// <summary>What was put into this one.</summary>
    public SortedDictionary<int, byte[]> Put { get; } = [];

    /// <summary>The whole image once completed.</summary>
    public SortedDictionary<int, byte[]> Image { get; private set; } = [];

    public string Id => id;

    public long VolumeSize => volumeSize;

    public bool Encrypted => encrypted;

    public DateTimeOffset StartTime => startTime;

    public string State { get; set; } = "pending";

    /// <summary>When the completion that was accepted is done.</summary>
    public DateTimeOffset Sealed { get; set; }

    public string Description { get; init; } = "";

    public string ClientToken { get; init; } = "";

    public string Request { get; init; } = "";

    public Dictionary<string, string> Tags { get; init; } = [];

    /// <summary>Snapshots that a comparison may be made with.</summary>
    public string Lineage { get; } = parent?.Lineage ?? id;

    public string Aggregate()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (byte[] data in Put.Values) hash.AppendData(SHA256.HashData(data));
        return Convert.ToBase64String(hash.GetHashAndReset());
    }

    public void Complete()
    {
        Image = parent is null ? [] : new SortedDictionary<int, byte[]>(parent.Image);
        foreach (var (block, data) in Put) Image[block] = data;
        State = "completed";
    }
}
