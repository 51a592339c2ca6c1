namespace Replication.Core.Sites;

/// <summary>Opens sites of the kinds that are built in. Sites stay open for the life of the factory's owner.</summary>
public interface ISiteFactory
{
    Task<ISite> OpenAsync(SiteDefinition definition, CancellationToken cancellationToken = default);
}
