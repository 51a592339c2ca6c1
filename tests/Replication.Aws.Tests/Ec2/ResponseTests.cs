using System.Net;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;

namespace Replication.Aws.Tests.Ec2;

/// <summary>What is read from the wire.</summary>
public sealed class ResponseTests
{
    private const string Instances = """
        <?xml version="1.0" encoding="UTF-8"?>
        <DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
          <requestId>req-7</requestId>
          <reservationSet><item><reservationId>r-1</reservationId><instancesSet><item>
            <instanceId>i-1</instanceId><imageId>ami-1</imageId><instanceState><code>16</code><name>running</name></instanceState>
            <instanceType>z99.huge</instanceType><platform/><ebsOptimized>false</ebsOptimized><launchTime>2026-01-02T03:04:05.000Z</launchTime>
            <blockDeviceMapping><item><deviceName>/dev/sda1</deviceName><ebs><volumeId>vol-1</volumeId><status>attached</status>
              <deleteOnTermination>true</deleteOnTermination></ebs></item></blockDeviceMapping>
            <tagSet><item><key>Name</key><value>web &amp; more</value></item><item><key>empty</key><value/></item></tagSet>
            <networkInterfaceSet/><somethingNew><deep>1</deep></somethingNew>
          </item></instancesSet></item></reservationSet>
          <nextToken/>
        </DescribeInstancesResponse>
        """;

    [Fact]
    public async Task Every_kind_of_member_is_read_and_what_is_absent_is_null()
    {
        DescribeInstancesResponse response = await new RecordingEndpoint().Answer(Instances).Client().DescribeInstancesAsync();
        Instance instance = Assert.Single(Assert.Single(response.Reservations!).Instances!);
        Assert.Equal("req-7", response.ResponseMetadata.RequestId);
        Assert.Equal(HttpStatusCode.OK, response.HttpStatusCode);
        Assert.Equal(InstanceStateName.Running, instance.State!.Name);
        Assert.Equal(16, instance.State.Code);
        Assert.Equal("z99.huge", instance.InstanceType!.Value);
        Assert.Null(instance.Platform);
        Assert.False(instance.EbsOptimized);
        Assert.Null(instance.EnaSupport);
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), instance.LaunchTime);
        Assert.Equal(DateTimeKind.Utc, instance.LaunchTime!.Value.Kind);
        EbsInstanceBlockDevice ebs = Assert.Single(instance.BlockDeviceMappings!).Ebs!;
        Assert.Equal(("vol-1", true, AttachmentStatus.Attached), (ebs.VolumeId, ebs.DeleteOnTermination, ebs.Status));
        Assert.Equal([("Name", "web & more"), ("empty", "")], instance.Tags!.Select(tag => (tag.Key, tag.Value)));
        Assert.Null(instance.NetworkInterfaces);
        Assert.Null(instance.Placement);
    }

    [Fact]
    public async Task Attributes_are_read_out_of_the_structures_they_stand_for()
    {
        const string body = "<DescribeInstanceAttributeResponse><instanceId>i-1</instanceId><sourceDestCheck><value>false</value></sourceDestCheck>"
            + "<instanceType><value>m5.large</value></instanceType></DescribeInstanceAttributeResponse>";
        DescribeInstanceAttributeResponse response = await new RecordingEndpoint().Answer(body).Client().DescribeInstanceAttributeAsync(
            new DescribeInstanceAttributeRequest { InstanceId = "i-1", Attribute = InstanceAttributeName.SourceDestCheck });
        Assert.Equal((false, "m5.large", null), (response.InstanceAttribute!.SourceDestCheck, response.InstanceAttribute.InstanceType, response.InstanceAttribute.EnaSupport));
    }

    [Fact]
    public async Task An_error_document_becomes_an_exception_with_its_code()
    {
        using AmazonEC2Client client = new RecordingEndpoint().Refuse("InvalidSnapshot.NotFound").Client();
        var error = await Assert.ThrowsAsync<AmazonEC2Exception>(() => client.DeleteSnapshotAsync(new DeleteSnapshotRequest { SnapshotId = "snap-1" }));
        Assert.Equal(("InvalidSnapshot.NotFound", "No.", "req-1", HttpStatusCode.BadRequest), (error.ErrorCode, error.Message, error.RequestId, error.StatusCode));
    }

    [Fact]
    public async Task An_error_that_is_no_document_is_named_after_its_status()
    {
        using AmazonEC2Client client = new RecordingEndpoint().Answer("<html><p>teapot</html>", HttpStatusCode.NotFound).Client();
        var error = await Assert.ThrowsAsync<AmazonEC2Exception>(() => client.DescribeVpcsAsync());
        Assert.Equal("Http404", error.ErrorCode);
    }

    [Theory]
    [InlineData("<DescribeVolumesResponse><volumeSet><item><size>many</size></item></volumeSet></DescribeVolumesResponse>")]
    [InlineData("<DescribeVolumesResponse><volumeSet><item>")]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><DescribeVolumesResponse>&e;</DescribeVolumesResponse>")]
    public async Task An_answer_that_is_not_what_the_model_says_is_an_error(string body)
    {
        using AmazonEC2Client client = new RecordingEndpoint().Answer(body).Client();
        await Assert.ThrowsAsync<AmazonUnmarshallingException>(() => client.DescribeVolumesAsync());
    }

    [Fact]
    public async Task A_paginator_walks_empty_pages_too_and_starts_over_when_walked_again()
    {
        RecordingEndpoint endpoint = new();
        for (int walk = 0; walk < 2; walk++)
        {
            endpoint.Answer(Page("a", "vol-1", "vol-2")).Answer(Page("b")).Answer(Page(null, "vol-3"));
        }

        var pages = endpoint.Client().Paginators.DescribeVolumes(new DescribeVolumesRequest { MaxResults = 2 });
        for (int walk = 0; walk < 2; walk++)
        {
            var ids = new List<string?>();
            await foreach (Volume volume in pages.Volumes) ids.Add(volume.VolumeId);
            Assert.Equal(["vol-1", "vol-2", "vol-3"], ids);
        }

        Assert.Equal(["", "a", "b", "", "a", "b"], endpoint.Forms.Select(form => form.GetValueOrDefault("NextToken", "")));
    }

    [Fact]
    public async Task A_server_that_repeats_its_token_does_not_hold_the_caller_for_ever()
    {
        RecordingEndpoint endpoint = new RecordingEndpoint().Answer(Page("a", "vol-1"));
        await Assert.ThrowsAsync<AmazonClientException>(async () =>
        {
            await foreach (Volume volume in endpoint.Client().Paginators.DescribeVolumes(new DescribeVolumesRequest()).Volumes) Assert.Equal("vol-1", volume.VolumeId);
        });
        Assert.Equal(2, endpoint.Forms.Count);
    }

    private static string Page(string? next, params string[] volumes) =>
        $"<DescribeVolumesResponse><volumeSet>{string.Concat(volumes.Select(id => $"<item><volumeId>{id}</volumeId></item>"))}</volumeSet><nextToken>{next}</nextToken></DescribeVolumesResponse>";
}
