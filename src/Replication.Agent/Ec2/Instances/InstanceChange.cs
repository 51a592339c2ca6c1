using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;

namespace Replication.Agent.Ec2.Instances;

/// <summary>What ModifyInstanceAttribute was asked for; null leaves a value alone.</summary>
internal sealed record InstanceChange
{
    public string? Type { get; init; }

    public string? UserData { get; init; }

    public bool? DisableApiTermination { get; init; }

    public bool? DisableApiStop { get; init; }

    public string? ShutdownBehavior { get; init; }

    public bool? SourceDestCheck { get; init; }

    public bool? EbsOptimized { get; init; }

    public bool? EnaSupport { get; init; }

    public IReadOnlyList<string> GroupIds { get; init; } = [];

    public IReadOnlyList<(string Device, bool Delete)> DeleteOnTermination { get; init; } = [];

    /// <summary>What a running machine has already been started with cannot change under it.</summary>
    public bool NeedsStopped => Type is not null || UserData is not null || EbsOptimized is not null || EnaSupport is not null;

    /// <summary>Attributes come as NAME.Value, or one as Attribute=NAME with Value.</summary>
    public static InstanceChange Read(QueryParameters parameters)
    {
        string? single = parameters.Text("Attribute");
        string? Of(string name) => parameters.Group(Capital(name)).Text("Value") ?? (single == name ? parameters.Text("Value") : null);
        bool? Flag(string name) => Of(name) switch
        {
            null => null,
            { } text when bool.TryParse(text, out bool flag) => flag,
            { } text => throw Ec2Refusals.InvalidValue(name, text, "Needed: true or false."),
        };
        string? behavior = Of("instanceInitiatedShutdownBehavior");
        if (behavior is not (null or "stop" or "terminate")) throw Ec2Refusals.InvalidValue("instanceInitiatedShutdownBehavior", behavior, "Needed: stop or terminate.");
        var change = new InstanceChange
        {
            Type = Of("instanceType"),
            UserData = Of("userData"),
            DisableApiTermination = Flag("disableApiTermination"),
            DisableApiStop = Flag("disableApiStop"),
            ShutdownBehavior = behavior,
            SourceDestCheck = Flag("sourceDestCheck"),
            EbsOptimized = Flag("ebsOptimized"),
            EnaSupport = Flag("enaSupport"),
            GroupIds = parameters.Ids("GroupId", ResourceKind.SecurityGroup),
            DeleteOnTermination = [.. parameters.Groups("BlockDeviceMapping").Select(ReadDevice)],
        };
        return change;
    }

    public InstanceRecord Apply(InstanceRecord instance) => instance with
    {
        Type = Type ?? instance.Type,
        UserData = UserData ?? instance.UserData,
        DisableApiTermination = DisableApiTermination ?? instance.DisableApiTermination,
        DisableApiStop = DisableApiStop ?? instance.DisableApiStop,
        ShutdownBehavior = ShutdownBehavior ?? instance.ShutdownBehavior,
        SourceDestCheck = SourceDestCheck ?? instance.SourceDestCheck,
        EbsOptimized = EbsOptimized ?? instance.EbsOptimized,
        EnaSupport = EnaSupport ?? instance.EnaSupport,
    };

    private static (string Device, bool Delete) ReadDevice(QueryParameters mapping)
    {
        QueryParameters ebs = mapping.Group("Ebs");
        ebs.Disregard("VolumeId");
        return (mapping.Required("DeviceName"), ebs.Flag("DeleteOnTermination") ?? throw Ec2Refusals.Missing(ebs.NameOf("DeleteOnTermination")));
    }

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
