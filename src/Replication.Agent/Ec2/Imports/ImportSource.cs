using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;

namespace Replication.Agent.Ec2.Imports;

/// <summary>Reads which object a disk comes from.</summary>
internal static class ImportSource
{
    private const string Scheme = "s3://";

    /// <param name="parameters">Of the disk container.</param>
    /// <param name="formats">That the action takes.</param>
    public static ImportedDisk Read(QueryParameters parameters, IReadOnlyList<string> formats)
    {
        string named = parameters.Required("Format");
        string format = formats.FirstOrDefault(known => known.Equals(named, StringComparison.OrdinalIgnoreCase))
            ?? throw Ec2Refusals.InvalidValue(parameters.NameOf("Format"), named, $"Needed: one of {string.Join(", ", formats)}.");
        string? url = parameters.Text("Url");
        QueryParameters bucket = parameters.Group("UserBucket");
        if ((url is null) != parameters.HasGroup("UserBucket")) throw Ec2Refusals.InvalidCombination("A disk container has either a Url or a UserBucket.");
        (string name, string key) = url is null ? (bucket.Required("S3Bucket"), bucket.Required("S3Key")) : Split(parameters.NameOf("Url"), url);
        return new ImportedDisk
        {
            Format = format,
            Bucket = name,
            Key = key,
            Url = url,
            Description = parameters.Text("Description"),
            DeviceName = parameters.Text("DeviceName"),
            ImageLength = 0,
        };
    }

    /// <summary>The disk with the length of its object, which has to be there.</summary>
    public static ImportedDisk Require(Ec2Call call, ImportedDisk disk) => disk with { ImageLength = new FileInfo(PathOf(call, disk)).Length };

    public static string PathOf(Ec2Call call, ImportedDisk disk) =>
        call.Cloud.Objects?.Find(call.AccountId, call.Region.Name, disk.Bucket, disk.Key)
        ?? throw new Ec2Refusal("InvalidParameter", $"The object {Scheme}{disk.Bucket}/{disk.Key} does not exist in this region, or may not be read.");

    private static (string Bucket, string Key) Split(string parameter, string url)
    {
        int slash = url.StartsWith(Scheme, StringComparison.Ordinal) ? url.IndexOf('/', Scheme.Length) : -1;
        return slash > Scheme.Length && slash + 1 < url.Length
            ? (url[Scheme.Length..slash], url[(slash + 1)..])
            : throw Ec2Refusals.InvalidValue(parameter, url, "This server takes URLs of the form s3://bucket/key.");
    }
}
