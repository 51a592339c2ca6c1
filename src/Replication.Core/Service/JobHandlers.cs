using Replication.Core.Boot;
using Replication.Core.Failover;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Media;
using Replication.Core.Mounts;
using Replication.Core.Protection;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Core.States;

namespace Replication.Core.Service;

/// <summary>The verbs that exist.</summary>
public static class JobHandlers
{
    public static IReadOnlyList<IJobHandler> All(EngineServices services) =>
    [
        new ReplicateHandler(services, ReplicationVerb.Replicate),
        new ReplicateHandler(services, ReplicationVerb.Resynchronize),
        new StateOnlyHandler(services, ReplicationVerb.Suspend),
        new StateOnlyHandler(services, ReplicationVerb.Resume),
        new StateOnlyHandler(services, ReplicationVerb.StopResynchronize),
        new StartTestFailoverHandler(services),
        new StopTestFailoverHandler(services),
        new FailoverHandler(services, ReplicationVerb.Failover),
        new FailoverHandler(services, ReplicationVerb.PlannedFailover),
        new FailoverHandler(services, ReplicationVerb.ChangePoint),
        new SettleHandler(services),
        new UndoFailoverHandler(services),
        new CompleteFailoverHandler(services),
        new ReverseHandler(services),
        new FailbackHandler(services),
        new ExportInitialHandler(services),
        new ImportInitialHandler(services),
        new RemoveHandler(services),
        new VerifyPointHandler(services),
        new CheckBootHandler(services),
        new ExportPointHandler(services),
        new PinPointHandler(services),
        new RemovePointHandler(services),
        new MountPointHandler(services),
        new DismountPointHandler(services),
        new ChangeSiteHandler(services),
    ];
}
