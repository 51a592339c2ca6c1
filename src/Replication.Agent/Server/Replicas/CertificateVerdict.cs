using Replication.Core.Replicas.Certificates;

namespace Replication.Agent.Server.Replicas;

/// <summary>A certificate was accepted.</summary>
/// <param name="Trust">By what was trusted then; another trust is another question.</param>
/// <param name="Until">How long that is believed.</param>
/// <param name="Names">Hosts that it names.</param>
internal sealed record CertificateVerdict(CertificateTrust Trust, DateTimeOffset Until, IReadOnlyList<string> Names);
