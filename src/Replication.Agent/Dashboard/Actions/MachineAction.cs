using Replication.Agent.Dashboard.Models;
using Replication.Core.Jobs;
using Replication.Core.Service;

namespace Replication.Agent.Dashboard.Actions;

/// <summary>Something that an operator can have done with a machine.</summary>
/// <param name="Name">In the address.</param>
/// <param name="Title">On the button.</param>
/// <param name="Explanation">What it means for the machine that runs the workload.</param>
/// <param name="IsPossible">Whether the machine's state allows it.</param>
/// <param name="Request">The job.</param>
internal sealed record MachineAction(
    string Name, string Title, string Explanation, Func<MachineView, bool> IsPossible, Func<ReplicationService, GroupView, MachineView, ActionChoices, JobRequest> Request)
{
    /// <summary>Whether it is about a recovery point, and about a machine that is started or not.</summary>
    public bool TakesPoint { get; init; }
}
