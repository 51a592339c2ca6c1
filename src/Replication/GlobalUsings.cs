// The objects that cmdlets write have the names of the engine's records; here the engine's are told apart.
global using System.Management.Automation;
global using EngineAuthorization = Replication.Core.Replicas.ReplicationAuthorization;
global using EngineGroup = Replication.Core.Groups.ReplicationGroup;
global using EngineJob = Replication.Core.Jobs.ReplicationJob;
global using EnginePoint = Replication.Core.RecoveryPoints.RecoveryPoint;
global using EnginePolicy = Replication.Core.Policies.ReplicationPolicy;
global using EngineSite = Replication.Core.Sites.SiteDefinition;
global using EngineVM = Replication.Core.Groups.ReplicatedVM;
global using JobState = Replication.Core.Jobs.JobState;
global using RecoveryPoint = Replication.Objects.RecoveryPoint;
global using ReplicatedVM = Replication.Objects.ReplicatedVM;
global using ReplicationAuthorization = Replication.Objects.ReplicationAuthorization;
global using ReplicationGroup = Replication.Objects.ReplicationGroup;
global using ReplicationJob = Replication.Objects.ReplicationJob;
global using ReplicationPolicy = Replication.Objects.ReplicationPolicy;
