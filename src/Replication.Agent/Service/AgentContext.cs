using Microsoft.Extensions.Logging;
using Replication.Core.Service;
using Replication.Runtime;

namespace Replication.Agent.Service;

/// <summary>What the parts of an agent work with.</summary>
/// <param name="Workspace">Opened for the parts alone: it reads sites beside the one whose jobs run. Jobs are submitted detached.</param>
/// <param name="Service">Of that workspace.</param>
/// <param name="Time">Clock of the agent.</param>
/// <param name="Loggers">Write into the host's log.</param>
internal sealed record AgentContext(Workspace Workspace, ReplicationService Service, TimeProvider Time, ILoggerFactory Loggers);
