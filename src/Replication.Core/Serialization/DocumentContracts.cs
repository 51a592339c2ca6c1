using System.Text.Json.Serialization;
using Replication.Core.Alerts;
using Replication.Core.Boot;
using Replication.Core.Failover;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Jobs;
using Replication.Core.Media;
using Replication.Core.Mounts;
using Replication.Core.Policies;
using Replication.Core.Protection;
using Replication.Core.RecoveryPoints;
using Replication.Core.Replicas;
using Replication.Core.Replicas.Remote;
using Replication.Core.Rules.Profiles;
using Replication.Core.Schedules;
using Replication.Core.Sites;
using Replication.Core.Transfer;

namespace Replication.Core.Serialization;

/// <summary>
/// What is written as JSON by this assembly: entities of the catalog, manifests, parameters and results of jobs, and
/// outputs of journalled steps. A type that is missing here works all the same, slower.
/// </summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(SiteDefinition))]
[JsonSerializable(typeof(ReplicationPolicy))]
[JsonSerializable(typeof(ReplicationGroup))]
[JsonSerializable(typeof(ReplicatedVM))]
[JsonSerializable(typeof(RecoveryPoint))]
[JsonSerializable(typeof(ReplicationJob))]
[JsonSerializable(typeof(JobStep))]
[JsonSerializable(typeof(JobClaim))]
[JsonSerializable(typeof(StepNothing))]
[JsonSerializable(typeof(JobPlan))]
[JsonSerializable(typeof(GroupPoint))]
[JsonSerializable(typeof(ReplicateIds))]
[JsonSerializable(typeof(BegunVerb))]
[JsonSerializable(typeof(StandbyChoice))]
[JsonSerializable(typeof(TransferredMachine))]
[JsonSerializable(typeof(ReplicateParameters))]
[JsonSerializable(typeof(ReplicateResult))]
[JsonSerializable(typeof(RemoveParameters))]
[JsonSerializable(typeof(MediaParameters))]
[JsonSerializable(typeof(MediaResult))]
[JsonSerializable(typeof(MachineIdChoice))]
[JsonSerializable(typeof(FailoverParameters))]
[JsonSerializable(typeof(FailoverResult))]
[JsonSerializable(typeof(TestFailoverParameters))]
[JsonSerializable(typeof(ReverseParameters))]
[JsonSerializable(typeof(FailbackParameters))]
[JsonSerializable(typeof(FailbackResult))]
[JsonSerializable(typeof(DiskUpdateResult))]
[JsonSerializable(typeof(ExportPointParameters))]
[JsonSerializable(typeof(ExportPointResult))]
[JsonSerializable(typeof(VerifyPointParameters))]
[JsonSerializable(typeof(VerifyPointResult))]
[JsonSerializable(typeof(CheckBootParameters))]
[JsonSerializable(typeof(CheckBootResult))]
[JsonSerializable(typeof(BootCheck))]
[JsonSerializable(typeof(PinPointParameters))]
[JsonSerializable(typeof(RemovePointParameters))]
[JsonSerializable(typeof(ChangeSiteParameters))]
[JsonSerializable(typeof(GroupSchedule))]
[JsonSerializable(typeof(ScheduleSettings))]
[JsonSerializable(typeof(PointMount))]
[JsonSerializable(typeof(MountServing))]
[JsonSerializable(typeof(MountChoice))]
[JsonSerializable(typeof(MountPointParameters))]
[JsonSerializable(typeof(DismountPointParameters))]
[JsonSerializable(typeof(RuleProfile))]
[JsonSerializable(typeof(ReplicationHistory))]
[JsonSerializable(typeof(MonitoringSettings))]
[JsonSerializable(typeof(AlertChannel))]
[JsonSerializable(typeof(AlertState))]
[JsonSerializable(typeof(Alert))]
[JsonSerializable(typeof(ReplicaServerSettings))]
[JsonSerializable(typeof(ReplicationAuthorization))]
[JsonSerializable(typeof(ReplicaServerChange))]
[JsonSerializable(typeof(ReplicaServerDocument))]
[JsonSerializable(typeof(AuthorizationChange))]
[JsonSerializable(typeof(ReplicaAccess))]
internal sealed partial class DocumentContracts : JsonSerializerContext;
