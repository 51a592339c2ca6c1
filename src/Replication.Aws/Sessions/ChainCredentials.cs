using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace Replication.Aws.Sessions;

/// <summary>
/// The normal chain (environment, default profile, web identity, container, instance), walked when something is signed and
/// not before: a site can be opened and looked at where nobody is signed in.
/// </summary>
internal sealed class ChainCredentials(IClientConfig config) : AWSCredentials
{
    private readonly DefaultAWSCredentialsIdentityResolver _chain = new();

    public override ImmutableCredentials GetCredentials() => _chain.ResolveIdentity(config).GetCredentials();

    public override async Task<ImmutableCredentials> GetCredentialsAsync() => await (await _chain.ResolveIdentityAsync(config)).GetCredentialsAsync();
}
