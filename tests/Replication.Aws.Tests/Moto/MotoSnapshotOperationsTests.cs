using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Aws.Ec2;
using Replication.Aws.Snapshots.Ec2;
using Replication.Conformance;

namespace Replication.Aws.Tests.Moto;

/// <summary>What the snapshot store asks of EC2, asked of an EC2 that others wrote.</summary>
[Collection(MotoCollection.Name)]
public sealed class MotoSnapshotOperationsTests(MotoServer moto) : IDisposable
{
    private readonly AmazonEC2Client _ec2 = moto.Ec2();

    public void Dispose() => _ec2.Dispose();

    [Fact]
    public async Task Snapshots_are_found_listed_by_tag_tagged_and_deleted()
    {
        IEc2SnapshotOperations operations = new Ec2SnapshotOperations(_ec2);
        string zone = (await _ec2.DescribeAvailabilityZonesAsync()).AvailabilityZones![0].ZoneName!;
        string volume = (await _ec2.CreateVolumeAsync(new CreateVolumeRequest { AvailabilityZone = zone, Size = 3 })).Volume!.VolumeId!;
        string key = "replication:" + Guid.NewGuid();
        string[] ids = new string[2];
        foreach (int i in (int[])[0, 1])
        {
            ids[i] = (await _ec2.CreateSnapshotAsync(new CreateSnapshotRequest { VolumeId = volume, Description = $"number {i}" })).Snapshot!.SnapshotId!;
            await operations.CreateTagsAsync(ids[i], new Dictionary<string, string> { [key] = $"v{i}", ["shared"] = "x" });
        }

        await operations.CreateTagsAsync(ids[0], new Dictionary<string, string> { ["shared"] = "y" });
        Ec2Snapshot found = Assert.IsType<Ec2Snapshot>(await operations.FindAsync(ids[0]));
        Assert.Equal((ids[0], "completed", 3L, "number 0", false), (found.Id, found.State, found.VolumeSizeGiB, found.Description, found.Encrypted));
        Assert.Equal([(key, "v0"), ("shared", "y")], found.Tags.Select(tag => (tag.Key, tag.Value)).Order());
        Assert.Equal(TimeSpan.Zero, found.StartTime.Offset);

        Assert.Equal(ids.Order(), (await operations.ListAsync(key).ToListAsync()).Select(snapshot => snapshot.Id).Order());
        Assert.Equal([ids[1]], (await operations.ListAsync(key, "v1").ToListAsync()).Select(snapshot => snapshot.Id));
        Assert.Empty(await operations.ListAsync(key, "v").ToListAsync());
        Assert.Empty(await operations.ListAsync(key, "v?").ToListAsync());

        await operations.DeleteAsync(ids[0]);
        Assert.Null(await operations.FindAsync(ids[0]));
        var error = await Assert.ThrowsAsync<AmazonEC2Exception>(() => operations.DeleteAsync(ids[0]));
        Assert.Equal("InvalidSnapshot.NotFound", error.ErrorCode);
    }
}
