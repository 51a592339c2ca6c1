namespace Replication.Aws.Snapshots;

/// <summary>
/// Who a workspace is, for the tag that marks what it starts: another workspace in the same account must not take it for
/// abandoned.
/// </summary>
internal static class WorkspaceOwner
{
    private const string FileName = "owner";

    public static string Of(string stateFolder)
    {
        string path = Path.Combine(stateFolder, FileName);
        if (File.Exists(path) && Guid.TryParseExact(File.ReadAllText(path).Trim(), "D", out Guid known)) return known.ToString("D");
        string made = Guid.NewGuid().ToString("D");
        string temporary = path + ".new";
        File.WriteAllText(temporary, made);
        File.Move(temporary, path, overwrite: true);
        return made;
    }
}
