namespace Replication.Pipeline;

/// <summary>What the session wants to be asked. On the pipeline's thread only.</summary>
internal static class Interaction
{
    public static bool IsWhatIf(PSCmdlet cmdlet) => Switch(cmdlet, "WhatIf") ?? IsOn(cmdlet.SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <summary>Whether there will be a question or a rehearsal, for which a plan is worth making.</summary>
    public static bool ShowsPlan(PSCmdlet cmdlet, ConfirmImpact impact)
    {
        if (IsWhatIf(cmdlet)) return true;
        if (Switch(cmdlet, "Confirm") is { } confirm) return confirm;
        return cmdlet.SessionState.PSVariable.GetValue("ConfirmPreference") is ConfirmImpact preference && preference != ConfirmImpact.None && impact >= preference;
    }

    private static bool IsOn(object? preference) => preference is true or SwitchParameter { IsPresent: true };

    private static bool? Switch(PSCmdlet cmdlet, string name) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(name, out object? value) && value is SwitchParameter given ? given.IsPresent : null;
}
