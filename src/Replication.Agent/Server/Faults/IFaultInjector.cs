namespace Replication.Agent.Server.Faults;

/// <summary>Decides what goes wrong. Called once per operation, before it has any effect.</summary>
public interface IFaultInjector
{
    /// <param name="service">"ebs", "ec2", "s3", "replication".</param>
    /// <param name="operation">Name of the operation, for example PutSnapshotBlock.</param>
    /// <param name="resource">Id of the thing that the operation is about, where there is one.</param>
    Fault? Next(string service, string operation, string? resource);

    /// <summary>A resource came into being; rules of eventual consistency count from here.</summary>
    void NoteCreated(string resource);
}
