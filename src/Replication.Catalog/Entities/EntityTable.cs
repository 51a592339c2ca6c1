using System.Collections.Frozen;
using Replication.Core.Catalog;

namespace Replication.Catalog.Entities;

/// <summary>
/// The SQL of one kind's table. The kinds are listed here and nowhere else: a kind that is not in the list has no SQL,
/// so no text from outside ever becomes part of a statement. All tables have the same shape (docs/catalog.md).
/// </summary>
internal sealed class EntityTable
{
    /// <summary>In the order of docs/catalog.md. A new kind is a new line here and a migration that creates its table.</summary>
    public static readonly IReadOnlyList<string> Kinds =
    [
        "sites", "policies", "groups", "replicated_vms", "recovery_points", "jobs", "job_steps", "failovers", "statistics", "mounts", "job_claims",
        "monitoring", "alert_channels", "alert_states", "alerts", "replica_servers", "replica_authorizations",
        "schedules", "schedule_settings",
    ];

    private static readonly FrozenDictionary<string, EntityTable> Tables =
        Kinds.ToFrozenDictionary(kind => kind, kind => new EntityTable(kind), StringComparer.Ordinal);

    private const string Columns = "id, name, owner_id, state, version, body";

    private readonly string _select;

    private EntityTable(string name)
    {
        // Quoted because "groups" is a key word of SQL:2011 window clauses.
        string table = $"\"{name}\"";
        Name = name;
        SelectById = $"SELECT {Columns} FROM {table} WHERE id = @id";
        SelectByName = $"SELECT {Columns} FROM {table} WHERE coalesce(owner_id, '') = @owner AND name_key = @name";
        SelectVersion = $"SELECT version FROM {table} WHERE id = @id";
        Insert =
            $"INSERT INTO {table} (id, name, name_key, owner_id, state, version, body, updated_at) "
            + "VALUES (@id, @name, @name_key, @owner, @state, @version, @body, @now)";
        Update =
            $"UPDATE {table} SET name = @name, name_key = @name_key, owner_id = @owner, state = @state, version = version + 1, body = @body, "
            + "updated_at = @now WHERE id = @id AND version = @version";
        Delete = $"DELETE FROM {table} WHERE id = @id AND version = @version";
        Stamps = $"SELECT id, owner_id, state, version FROM {table}";
        _select = $"SELECT {Columns} FROM {table}";
        Page = $"{_select} WHERE state = @state AND created > coalesce((SELECT created FROM {table} WHERE id = @after), 0) ORDER BY created LIMIT @limit";
    }

    public string Name { get; }

    public string SelectById { get; }

    public string SelectByName { get; }

    public string SelectVersion { get; }

    public string Insert { get; }

    public string Update { get; }

    public string Delete { get; }

    public string Page { get; }

    /// <summary>Without the bodies, in no order.</summary>
    public string Stamps { get; }

    public static EntityTable Of<T>() where T : class, ICatalogEntity =>
        Tables.TryGetValue(T.Kind, out EntityTable? table)
            ? table
            : throw new ArgumentException($"{typeof(T).Name}: '{T.Kind}' is not a kind of the catalog. Known: {string.Join(", ", Kinds)}.");

    public static IEnumerable<EntityTable> All => Kinds.Select(kind => Tables[kind]);

    public string ListNewest(bool byOwner, bool byState, bool byName)
    {
        string[] conditions = [.. new[] { byOwner ? "owner_id = @owner" : null, byState ? "state = @state" : null, byName ? "name = @name" : null }.OfType<string>()];
        string where = conditions.Length == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";
        return $"{_select}{where} ORDER BY created DESC LIMIT @limit OFFSET @skip";
    }

    public string ListAny(int owners, int states) =>
        $"{_select} WHERE owner_id IN ({Parameters("@owner", owners)}) AND state IN ({Parameters("@state", states)}) ORDER BY created";

    private static string Parameters(string name, int count) => string.Join(", ", Enumerable.Range(0, count).Select(index => $"{name}{index}"));

    public string List(bool byOwner, bool byState) => (byOwner, byState) switch
    {
        (false, false) => $"{_select} ORDER BY created",
        (true, false) => $"{_select} WHERE owner_id = @owner ORDER BY created",
        (false, true) => $"{_select} WHERE state = @state ORDER BY created",
        (true, true) => $"{_select} WHERE owner_id = @owner AND state = @state ORDER BY created",
    };
}
