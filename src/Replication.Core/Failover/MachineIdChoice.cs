namespace Replication.Core.Failover;

/// <summary>Journalled before the machine is made, so that a continued job makes the same one.</summary>
internal sealed record MachineIdChoice(string MachineId)
{
    public static MachineIdChoice New() => new(Guid.NewGuid().ToString());
}
