using Replication.Agent.Server.Authentication;

namespace Replication.Agent.Server.Replicas;

/// <summary>Looks keys up in the file that the settings name now.</summary>
internal sealed class RenewableKeys(ReplicaCredentials credentials) : IAccessKeys
{
    private volatile ReplicaCredentials _credentials = credentials;

    public ReplicaCredentials Credentials
    {
        get => _credentials;
        set => _credentials = value;
    }

    public AccessKey? Find(string accessKeyId) => _credentials.Find(accessKeyId);
}
