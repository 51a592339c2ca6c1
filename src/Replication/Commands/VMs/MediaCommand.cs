using System.ComponentModel;

namespace Replication.Commands.VMs;

/// <summary>Base of the cmdlets that carry the initial copy of VMs on external media.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class MediaCommand : VMVerbCommand
{
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The folder of the media in the file system.</summary>
    protected string MediaPath { get; private set; } = "";

    protected override void OnBegin()
    {
        base.OnBegin();
        MediaPath = FilePath(Path);
    }
}
