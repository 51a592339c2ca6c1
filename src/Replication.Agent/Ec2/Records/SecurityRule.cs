namespace Replication.Agent.Ec2.Records;

/// <summary>One rule of a security group: one protocol and port range from or to one peer.</summary>
internal sealed record SecurityRule
{
    public required string Id { get; init; }

    public required bool IsEgress { get; init; }

    /// <summary>tcp, udp, icmp, a number, or -1 for all.</summary>
    public required string Protocol { get; init; }

    public int? FromPort { get; init; }

    public int? ToPort { get; init; }

    public string? Cidr { get; init; }

    public string? CidrV6 { get; init; }

    public string? PrefixListId { get; init; }

    public string? GroupId { get; init; }

    public string? Description { get; init; }

    /// <summary>What makes two rules the same rule; the description does not.</summary>
    public bool IsSameAs(SecurityRule other) => this with { Id = other.Id, Description = other.Description } == other;
}
