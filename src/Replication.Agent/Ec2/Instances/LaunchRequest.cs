using Replication.Agent.Ec2.Network;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.Volumes;

namespace Replication.Agent.Ec2.Instances;

/// <summary>What RunInstances was asked for, as far as it can be judged without looking anything up.</summary>
internal sealed record LaunchRequest
{
    private const int MaximumUserData = 16 * 1024;

    public required string ImageId { get; init; }

    public required string InstanceType { get; init; }

    public required int MinCount { get; init; }

    public required int MaxCount { get; init; }

    public string? SubnetId { get; init; }

    public string? Zone { get; init; }

    public string Tenancy { get; init; } = "default";

    public required IReadOnlyList<LaunchInterface> Interfaces { get; init; }

    public required IReadOnlyList<BlockDevice> Devices { get; init; }

    public string? KeyName { get; init; }

    public string? ProfileName { get; init; }

    public string? ProfileArn { get; init; }

    public string? UserData { get; init; }

    public bool? EbsOptimized { get; init; }

    public bool DisableApiTermination { get; init; }

    public bool DisableApiStop { get; init; }

    public string ShutdownBehavior { get; init; } = "stop";

    public required TagSpecifications Tags { get; init; }

    public ClientToken? Token { get; init; }

    public static LaunchRequest Read(Ec2Call call)
    {
        QueryParameters parameters = call.Parameters;
        QueryParameters placement = parameters.Group("Placement");
        QueryParameters profile = parameters.Group("IamInstanceProfile");
        var request = new LaunchRequest
        {
            ImageId = parameters.RequiredId("ImageId", ResourceKind.Image),
            InstanceType = parameters.Required("InstanceType"),
            MinCount = parameters.Number("MinCount", 1) ?? throw Ec2Refusals.Missing("MinCount"),
            MaxCount = parameters.Number("MaxCount", 1) ?? throw Ec2Refusals.Missing("MaxCount"),
            SubnetId = parameters.Id("SubnetId", ResourceKind.Subnet),
            Zone = placement.Text("AvailabilityZone") ?? placement.Text("AvailabilityZoneId"),
            Tenancy = placement.Choice("Tenancy", "default", "dedicated") ?? "default",
            Interfaces = LaunchInterface.Read(parameters),
            Devices = BlockDeviceMapping.Read(parameters),
            KeyName = parameters.Text("KeyName"),
            ProfileName = profile.Text("Name"),
            ProfileArn = profile.Text("Arn"),
            UserData = CheckUserData(parameters.Text("UserData")),
            EbsOptimized = parameters.Flag("EbsOptimized"),
            DisableApiTermination = parameters.Flag("DisableApiTermination") ?? false,
            DisableApiStop = parameters.Flag("DisableApiStop") ?? false,
            ShutdownBehavior = parameters.Choice("InstanceInitiatedShutdownBehavior", "stop", "terminate") ?? "stop",
            Tags = TagSpecifications.Read(parameters, ResourceKind.Instance, ResourceKind.Volume, ResourceKind.Interface),
            Token = parameters.Text("ClientToken") is { } text ? new ClientToken(text, call.Fingerprint()) : null,
        };
        parameters.Disregard("Monitoring", "MetadataOptions", "CreditSpecification", "MaintenanceOptions", "PrivateDnsNameOptions");
        if (request.MinCount > request.MaxCount) throw Ec2Refusals.InvalidValue("MinCount", $"{request.MinCount}", "It exceeds MaxCount.");
        bool hasOwnAddress = request.Interfaces.Any(item => item.ExistingId is not null || item.Addresses.Count > 0);
        if (hasOwnAddress && request.MaxCount > 1) throw Ec2Refusals.InvalidCombination("An interface or address can be given to a single instance only.");
        return request;
    }

    private static string? CheckUserData(string? text)
    {
        if (text is null) return null;
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out int length)) throw new Ec2Refusal("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.");
        return length <= MaximumUserData ? text : throw Ec2Refusals.InvalidValue("UserData", "...", $"User data is limited to {MaximumUserData} bytes");
    }
}
