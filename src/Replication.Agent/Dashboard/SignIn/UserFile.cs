using System.Text.Json;
using Replication.Core.Errors;
using Replication.Core.Platform;
using Replication.Core.Serialization;

namespace Replication.Agent.Dashboard.SignIn;

/// <summary>
/// The users of a dashboard, in a file that only its owner can read. It is looked at again whenever it has changed, so that a user who is
/// removed is out at once.
/// </summary>
internal sealed class UserFile(string path)
{
    public const int MaximumNameLength = 64;
    public const int MinimumPasswordLength = 10;

    /// <summary>Longer ones would be a way to keep the machine busy.</summary>
    public const int MaximumPasswordLength = 1024;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lock _gate = new();
    private (DateTime Written, long Length, IReadOnlyList<DashboardUser> Users)? _known;

    public string Path => path;

    /// <summary>None where there is no file.</summary>
    /// <exception cref="ReplicationException">DashboardUsersInvalid, DashboardUsersExposed.</exception>
    public IReadOnlyList<DashboardUser> Read()
    {
        lock (_gate)
        {
            var file = new FileInfo(path);
            if (!file.Exists) return [];
            if (_known is { } known && known.Written == file.LastWriteTimeUtc && known.Length == file.Length) return known.Users;
            RequirePrivate();
            IReadOnlyList<DashboardUser> users = Parse();
            _known = (file.LastWriteTimeUtc, file.Length, users);
            return users;
        }
    }

    public DashboardUser? Find(string name) => Read().FirstOrDefault(user => string.Equals(user.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Adds a user, or gives one another password and role.</summary>
    public void Set(string name, DashboardRole role, string password, DateTimeOffset now)
    {
        RequireName(name);
        if (password.Length is < MinimumPasswordLength or > MaximumPasswordLength)
        {
            throw new ReplicationException(
                "DashboardPasswordInvalid", $"User {name}", $"The password has {password.Length} characters.", $"{MinimumPasswordLength} to {MaximumPasswordLength}.");
        }

        Write([.. Others(name), new DashboardUser(name, role, PasswordHash.Of(password), now)]);
    }

    /// <exception cref="ReplicationException">DashboardUserNotFound.</exception>
    public void Remove(string name)
    {
        if (Find(name) is null) throw new ReplicationException("DashboardUserNotFound", $"User {name}", $"{path} has no such user.", nextStep: "List the users to see which there are.");
        Write([.. Others(name)]);
    }

    private IEnumerable<DashboardUser> Others(string name) => Read().Where(user => !string.Equals(user.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="ReplicationException">DashboardUserNameInvalid.</exception>
    public static void RequireName(string name)
    {
        if (name.Length is > 0 and <= MaximumNameLength && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_')) return;
        throw new ReplicationException(
            "DashboardUserNameInvalid", "A user", "Its name cannot be told apart in an audit trail.", $"1 to {MaximumNameLength} letters, digits, dots, hyphens and underscores.");
    }

    private void RequirePrivate()
    {
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & ~OwnerOnly) == 0) return;
        throw new ReplicationException(
            "DashboardUsersExposed", path, "Other users of this machine can read or change it.", "a file of its owner alone.", $"chmod 600 \"{path}\"");
    }

    private IReadOnlyList<DashboardUser> Parse()
    {
        try
        {
            UserList? list = JsonSerializer.Deserialize<UserList>(File.ReadAllBytes(path), ReplicationJson.Indented);
            bool sound = list?.Users is { } users && users.All(user => user is { Name.Length: > 0, Role: not DashboardRole.Unknown, Password.IsSound: true });
            return sound ? list!.Users : throw Invalid("A user in it has no role, or no password that this program made.");
        }
        catch (JsonException error)
        {
            // The parser's message may quote the text.
            throw Invalid($"It is not valid JSON in line {error.LineNumber + 1}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Invalid(error.Message);
        }
    }

    private void Write(IReadOnlyList<DashboardUser> users)
    {
        string folder = System.IO.Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        string written = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(written, options))
        {
            JsonSerializer.Serialize(file, new UserList(users), ReplicationJson.Indented);
            file.Flush(flushToDisk: true);
        }

        File.Move(written, path, overwrite: true);
        DirectorySync.Flush(folder);
        lock (_gate) _known = null;
    }

    private ReplicationException Invalid(string found) => new(
        "DashboardUsersInvalid", path, found, "the file as 'replication dashboard user add' writes it.", "Move it aside and add the users again.");

    private sealed record UserList(IReadOnlyList<DashboardUser> Users);
}
