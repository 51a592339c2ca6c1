namespace Replication.Core.Sites;

/// <summary>
/// Opens sites of the kinds that are built in. A site stays open for the life of the factory's owner, or until it is asked
/// for with other settings: then it is closed and opened anew. Settings change between jobs only
/// (<see cref="ChangeSiteHandler"/>), so no job loses a site that it works with.
/// </summary>
public interface ISiteFactory
{
    Task<ISite> OpenAsync(SiteDefinition definition, CancellationToken cancellationToken = default);
}
