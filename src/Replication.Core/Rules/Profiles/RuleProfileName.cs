namespace Replication.Core.Rules.Profiles;

/// <summary>Which documents a rule profile follows.</summary>
public enum RuleProfileName
{
    /// <summary>What this product needs: EBS direct from anywhere, and HotAdd where it is faster.</summary>
    Direct,

    /// <summary>Documents 000 and 001, exactly.</summary>
    Current,

    /// <summary>Document 002, exactly; 000 where 002 says nothing.</summary>
    Legacy,
}
