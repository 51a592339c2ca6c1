using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Replication.Agent.Drill;
using Replication.Core.Sites;
using Replication.Core.Snapshots;

namespace Replication.Drill.Tests.Support;

/// <summary>What exists at the sites, one line for each thing. The signed log of what was done to points is no such thing: it outlives them.</summary>
internal static class Inventory
{
    private const string Evidence = "evidence/";

    private static readonly (string Action, string Element, (string Name, string Value)[] Parameters)[] Listings =
    [
        ("DescribeInstances", "instanceId", [("Filter.1.Name", "instance-state-name"), ("Filter.1.Value.1", "pending"), ("Filter.1.Value.2", "running"), ("Filter.1.Value.3", "stopping"), ("Filter.1.Value.4", "stopped"), ("Filter.1.Value.5", "shutting-down")]),
        ("DescribeVolumes", "volumeId", []),
        ("DescribeSnapshots", "snapshotId", [("Owner.1", "self")]),
        ("DescribeImages", "imageId", [("Owner.1", "self")]),
        ("DescribeNetworkInterfaces", "networkInterfaceId", []),
        ("DescribeSubnets", "subnetId", []),
        ("DescribeSecurityGroups", "groupId", []),
    ];

    public static async Task<string> TakeAsync(DrillLab lab, CancellationToken cancellationToken)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string region in (string[])[DrillCloud.HomeRegion, DrillCloud.AwayRegion]) await AddRegionAsync(lines, lab, region, cancellationToken);
        foreach (DrillPlace place in (DrillPlace[])[lab.Home, lab.Away])
        {
            if (place.Kind == SiteKind.Local) await AddFolderAsync(lines, lab, place, cancellationToken);
        }

        return string.Join('\n', lines);
    }

    public static string Difference(string before, string after)
    {
        string[] had = before.Split('\n');
        string[] has = after.Split('\n');
        return string.Join('\n', [.. has.Except(had).Select(line => $"+ {line}"), .. had.Except(has).Select(line => $"- {line}")]);
    }

    private static async Task AddRegionAsync(SortedSet<string> lines, DrillLab lab, string region, CancellationToken cancellationToken)
    {
        foreach (var (action, element, parameters) in Listings)
        {
            XElement answer = await lab.Cloud.InvokeAsync(region, action, cancellationToken, parameters);
            foreach (XElement found in answer.Descendants().Where(child => child.Name.LocalName == element)) lines.Add($"{region} {element} {found.Value} {Description(found)}");
        }

        using var s3 = new AmazonS3Client(
            new EnvironmentVariablesAWSCredentials(),
            new AmazonS3Config { ServiceURL = lab.Cloud.Address.AbsoluteUri, ForcePathStyle = true, AuthenticationRegion = region });
        foreach (S3Bucket bucket in (await s3.ListBucketsAsync(cancellationToken)).Buckets ?? [])
        {
            // All of the account are listed; objects are read in the region of theirs.
            if (bucket.BucketRegion != region) continue;
            var request = new ListObjectsV2Request { BucketName = bucket.BucketName };
            await foreach (S3Object item in s3.Paginators.ListObjectsV2(request).S3Objects.WithCancellation(cancellationToken))
            {
                if (!item.Key.StartsWith(Evidence, StringComparison.Ordinal)) lines.Add($"s3 {bucket.BucketName} {item.Key}");
            }
        }
    }

    /// <summary>Says in a failure what was left.</summary>
    private static string? Description(XElement id) => id.Parent!.Elements().FirstOrDefault(child => child.Name.LocalName == "description")?.Value;

    private static async Task AddFolderAsync(SortedSet<string> lines, DrillLab lab, DrillPlace place, CancellationToken cancellationToken)
    {
        string folder = place.Settings["path"];
        if (!Directory.Exists(folder)) return;
        foreach (string entry in Directory.EnumerateFileSystemEntries(folder))
        {
            // The store itself is made by the first replication and stays.
            if (Path.GetFileName(entry) != ".replica-store") lines.Add($"{place.SiteName} {Path.GetFileName(entry)}");
        }

        ISite site = await lab.Service.Sites.OpenAsync(place.SiteName, cancellationToken);
        await foreach (SnapshotInfo snapshot in (await site.OpenStoreAsync(cancellationToken)).ListAsync(cancellationToken)) lines.Add($"{place.SiteName} snapshot {snapshot.Id} {snapshot.State}");
        await foreach (string manifest in (await site.OpenManifestsAsync(cancellationToken)).ListAsync(cancellationToken: cancellationToken))
        {
            if (!manifest.StartsWith(Evidence, StringComparison.Ordinal)) lines.Add($"{place.SiteName} manifest {manifest}");
        }
    }
}
