namespace Replication.Core.Replicas.Certificates;

/// <summary>Whether certificates that their authority took back are looked for.</summary>
public enum RevocationCheck
{
    /// <summary>Not looked for: a stolen key is good until its certificate expires.</summary>
    None,

    /// <summary>In lists kept in files, never over the network: every authority in the chain needs a list that is up to date.</summary>
    Lists,
}
