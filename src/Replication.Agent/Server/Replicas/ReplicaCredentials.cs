using Replication.Agent.Server.Authentication;
using Replication.Core.Errors;
using Replication.Core.Replicas;
using Replication.Core.Replicas.Certificates;

namespace Replication.Agent.Server.Replicas;

/// <summary>The files of a replica server: its certificate, whom it trusts, and access keys; each read again when it changes.</summary>
internal sealed class ReplicaCredentials : IAccessKeys
{
    private readonly string?[] _secrets;

    public ReplicaCredentials(ReplicaServerSettings settings)
    {
        _secrets = [settings.Certificate, settings.CertificateKey, settings.AccessKeys];
        Own = ReplicaServerFiles.Certificate(settings);
        Trust = ReplicaServerFiles.Trust(settings);
        if (settings.AccessKeys is { } keys && settings.Allows(ReplicaAuthentication.AccessKey)) Keys = new RenewedFile<AccessKeySet>(() => AccessKeyFile.Read(keys), keys);
    }

    public RenewedFile<OwnCertificate>? Own { get; }

    public RenewedFile<CertificateTrust>? Trust { get; }

    private RenewedFile<AccessKeySet>? Keys { get; }

    /// <summary>Why changed files are not in use.</summary>
    public IEnumerable<ReplicationException> Failures => new[] { Own?.Failure, Trust?.Failure, Keys?.Failure }.OfType<ReplicationException>();

    /// <summary>Files with secrets that others on this machine can read.</summary>
    public IEnumerable<string> Exposed => _secrets.OfType<string>().Where(path => File.Exists(path) && AccessKeyFile.IsExposed(path));

    /// <exception cref="ReplicationException">CertificateInvalid, TrustFileInvalid, AccessKeyFileInvalid</exception>
    public void RequireReadable()
    {
        _ = Own?.Current;
        _ = Trust?.Current;
        _ = Keys?.Current;
    }

    public AccessKey? Find(string accessKeyId) => Keys?.Current.Find(accessKeyId);
}
