using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;

namespace Replication.Aws.Tests.Ec2;

/// <summary>What goes over the wire.</summary>
public sealed class RequestTests
{
    [Fact]
    public async Task Structures_and_lists_are_flattened_under_the_names_of_the_model()
    {
        RecordingEndpoint endpoint = new RecordingEndpoint().Answer("<RunInstancesResponse/>");
        await endpoint.Client().RunInstancesAsync(new RunInstancesRequest
        {
            ImageId = "ami-1",
            MinCount = 1,
            MaxCount = 1,
            InstanceType = InstanceType.T3Micro,
            ClientToken = "token-1",
            EbsOptimized = false,
            UserData = "",
            BlockDeviceMappings =
            [
                new BlockDeviceMapping { DeviceName = "/dev/sda1", Ebs = new EbsBlockDevice { SnapshotId = "snap-1", VolumeType = VolumeType.Gp3, Iops = 3000, DeleteOnTermination = true } },
                new BlockDeviceMapping { DeviceName = "/dev/sdf", NoDevice = "" },
            ],
            NetworkInterfaces = [new InstanceNetworkInterfaceSpecification { DeviceIndex = 0, SubnetId = "subnet-1", Groups = ["sg-1", "sg-2"], PrivateIpAddress = "10.0.0.5" }],
            TagSpecifications = [new TagSpecification { ResourceType = ResourceType.Instance, Tags = [new Tag { Key = "Name", Value = "a & b=ü" }] }],
        });

        var expected = new Dictionary<string, string>
        {
            ["Action"] = "RunInstances",
            ["Version"] = "2016-11-15",
            ["ImageId"] = "ami-1",
            ["MinCount"] = "1",
            ["MaxCount"] = "1",
            ["InstanceType"] = "t3.micro",
            ["ClientToken"] = "token-1",
            ["EbsOptimized"] = "false",
            ["UserData"] = "",
            ["BlockDeviceMapping.1.DeviceName"] = "/dev/sda1",
            ["BlockDeviceMapping.1.Ebs.SnapshotId"] = "snap-1",
            ["BlockDeviceMapping.1.Ebs.VolumeType"] = "gp3",
            ["BlockDeviceMapping.1.Ebs.Iops"] = "3000",
            ["BlockDeviceMapping.1.Ebs.DeleteOnTermination"] = "true",
            ["BlockDeviceMapping.2.DeviceName"] = "/dev/sdf",
            ["BlockDeviceMapping.2.NoDevice"] = "",
            ["NetworkInterface.1.DeviceIndex"] = "0",
            ["NetworkInterface.1.SubnetId"] = "subnet-1",
            ["NetworkInterface.1.SecurityGroupId.1"] = "sg-1",
            ["NetworkInterface.1.SecurityGroupId.2"] = "sg-2",
            ["NetworkInterface.1.PrivateIpAddress"] = "10.0.0.5",
            ["TagSpecification.1.ResourceType"] = "instance",
            ["TagSpecification.1.Tag.1.Key"] = "Name",
            ["TagSpecification.1.Tag.1.Value"] = "a & b=ü",
        };
        Assert.Equal(expected.OrderBy(pair => pair.Key), Assert.Single(endpoint.Forms).OrderBy(pair => pair.Key));
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/", Header(endpoint.Requests[0], "Authorization"), StringComparison.Ordinal);
        Assert.Contains("/eu-central-1/ec2/aws4_request", Header(endpoint.Requests[0], "Authorization"), StringComparison.Ordinal);
        Assert.Equal("token", Header(endpoint.Requests[0], "X-Amz-Security-Token"));
        Assert.Equal("https://ec2.eu-central-1.amazonaws.com/", endpoint.Requests[0].RequestUri!.AbsoluteUri);
    }

    [Fact]
    public async Task Attributes_are_written_as_the_structures_they_stand_for()
    {
        RecordingEndpoint endpoint = new RecordingEndpoint().Answer("<ModifyInstanceAttributeResponse><return>true</return></ModifyInstanceAttributeResponse>");
        await endpoint.Client().ModifyInstanceAttributeAsync(new ModifyInstanceAttributeRequest { InstanceId = "i-1", SourceDestCheck = false, InstanceType = "m5.large", Groups = ["sg-1"] });
        IReadOnlyDictionary<string, string> form = Assert.Single(endpoint.Forms);
        Assert.Equal(("false", "m5.large", "sg-1"), (form["SourceDestCheck.Value"], form["InstanceType.Value"], form["GroupId.1"]));
    }

    [Fact]
    public async Task A_missing_client_token_is_made_up_once_and_survives_retries()
    {
        RecordingEndpoint endpoint = new RecordingEndpoint().Refuse("InternalError", HttpStatusCode.InternalServerError)
            .Answer("<CreateVolumeResponse><volumeId>vol-1</volumeId></CreateVolumeResponse>");
        using AmazonEC2Client client = endpoint.Client();
        CreateVolumeResponse response = await client.CreateVolumeAsync(new CreateVolumeRequest { Size = 1 });
        Assert.Equal("vol-1", response.Volume!.VolumeId);
        await client.CreateVolumeAsync(new CreateVolumeRequest { Size = 1 });
        string[] tokens = [.. endpoint.Forms.Select(form => form["ClientToken"])];
        Assert.Equal(3, tokens.Length);
        Assert.Equal(tokens[0], tokens[1]);
        Assert.NotEqual(tokens[0], tokens[2]);
        Assert.All(tokens, token => Assert.True(Guid.TryParse(token, out _)));
    }

    [Fact]
    public async Task A_copy_from_another_region_carries_the_callers_signature_for_the_source()
    {
        RecordingEndpoint endpoint = new RecordingEndpoint().Answer("<CopySnapshotResponse><snapshotId>snap-2</snapshotId></CopySnapshotResponse>");
        CopySnapshotResponse response = await endpoint.Client().CopySnapshotAsync(
            new CopySnapshotRequest { SourceRegion = "us-west-2", SourceSnapshotId = "snap-1", Encrypted = true, KmsKeyId = "alias/a b" });
        Assert.Equal("snap-2", response.SnapshotId);
        IReadOnlyDictionary<string, string> form = Assert.Single(endpoint.Forms);
        Assert.Equal("eu-central-1", form["DestinationRegion"]);
        var url = new Uri(form["PresignedUrl"]);
        Assert.Equal("ec2.us-west-2.amazonaws.com", url.Host);
        var query = HttpUtility.ParseQueryString(url.Query);
        Assert.Equal(
            ("CopySnapshot", "us-west-2", "snap-1", "eu-central-1", "alias/a b", "token"),
            (query["Action"], query["SourceRegion"], query["SourceSnapshotId"], query["DestinationRegion"], query["KmsKeyId"], query["X-Amz-Security-Token"]));
        Assert.Contains("/us-west-2/ec2/aws4_request", query["X-Amz-Credential"]!, StringComparison.Ordinal);
        Assert.Equal("3600", query["X-Amz-Expires"]);
        Assert.Equal(Signature(url, "secret"), query["X-Amz-Signature"]);
    }

    [Fact]
    public async Task A_copy_asked_of_a_service_url_is_not_signed_in_advance()
    {
        RecordingEndpoint endpoint = new RecordingEndpoint().Answer("<CopySnapshotResponse/>");
        using AmazonEC2Client client = endpoint.Client(config =>
        {
            config.ServiceURL = "http://localhost:1/";
            config.AuthenticationRegion = "eu-central-1";
        });
        await client.CopySnapshotAsync(new CopySnapshotRequest { SourceRegion = "us-west-2", SourceSnapshotId = "snap-1" });
        Assert.DoesNotContain("PresignedUrl", Assert.Single(endpoint.Forms).Keys);
    }

    /// <summary>Signature Version 4 of a GET signed in its query, as https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html has it.</summary>
    private static string Signature(Uri url, string secret)
    {
        var query = HttpUtility.ParseQueryString(url.Query);
        IEnumerable<string> parameters = query.AllKeys.Where(key => key != "X-Amz-Signature").Order(StringComparer.Ordinal)
            .Select(key => $"{Uri.EscapeDataString(key!)}={Uri.EscapeDataString(query[key]!)}");
        string canonical = string.Join('\n', "GET", "/", string.Join('&', parameters), $"host:{url.Host}", "", "host", Convert.ToHexStringLower(SHA256.HashData([])));
        string scope = query["X-Amz-Credential"]!.Split('/', 2)[1];
        string toSign = string.Join('\n', "AWS4-HMAC-SHA256", query["X-Amz-Date"], scope, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        byte[] key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), (derived, part) => HMACSHA256.HashData(derived, Encoding.UTF8.GetBytes(part)));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }

    private static string Header(HttpRequestMessage request, string name) => string.Join(",", request.Headers.GetValues(name));
}
