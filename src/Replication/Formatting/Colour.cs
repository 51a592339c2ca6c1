namespace Replication.Formatting;

/// <summary>
/// Colours a state for the views. The colours are those of the session's $PSStyle; where output is not rendered, PowerShell
/// takes them out again.
/// </summary>
public static class Colour
{
    private static readonly HashSet<string> Good = ["Normal", "Replicating", "Succeeded", "FailbackComplete"];

    private static readonly HashSet<string> Bad = ["Critical", "Failed", "WaitingForStartResynchronize", "ResynchronizeSuspended"];

    /// <summary>Whatever asks for attention, a state that this version does not know included.</summary>
    private static readonly HashSet<string> Doubtful = ["Warning", "Unknown", "Suspended", "Interrupted", "RecoveryInProgress", "FailbackInProgress"];

    /// <param name="state">A state or a health, as the objects have it.</param>
    /// <param name="style">The session's $PSStyle; null for none.</param>
    public static string Of(string state, object? style)
    {
        string? name = Good.Contains(state) ? "Green" : Bad.Contains(state) ? "Red" : Doubtful.Contains(state) ? "Yellow" : null;
        if (name is null || style is null) return state;
        // The type belongs to PowerShell 7 and is not in the standard that this assembly is compiled against.
        dynamic session = style is PSObject wrapped ? wrapped.BaseObject : style;
        string begin = name switch
        {
            "Green" => session.Foreground.Green,
            "Red" => session.Foreground.Red,
            _ => session.Foreground.Yellow,
        };
        return $"{begin}{state}{(string)session.Reset}";
    }
}
