using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Records;

internal sealed record InterfaceRecord : Resource
{
    public required string SubnetId { get; init; }

    public required string VpcId { get; init; }

    public required string Zone { get; init; }

    public string Description { get; init; } = "";

    /// <summary>The primary address first.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    public required string MacAddress { get; init; }

    public required IReadOnlyList<string> GroupIds { get; init; }

    public bool SourceDestCheck { get; init; } = true;

    public InterfaceAttachment? Attachment { get; init; }

    public ClientToken? Token { get; init; }

    public string Address => Addresses[0];

    public InterfaceAttachment? AttachmentAt(DateTimeOffset now) =>
        Attachment?.State.At(now) == VolumeAttachment.Detached ? null : Attachment;

    public string StateAt(DateTimeOffset now) => AttachmentAt(now) is null ? "available" : "in-use";

    public static string PrivateDnsName(string address, string region) => $"ip-{address.Replace('.', '-')}.{region}.compute.internal";
}
