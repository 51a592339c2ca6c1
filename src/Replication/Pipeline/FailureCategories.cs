namespace Replication.Pipeline;

/// <summary>
/// Category of an error by its id. Ids are built of the same last words, so a table of these serves all of them; what has
/// no such word is a refusal of the operation.
/// </summary>
internal static class FailureCategories
{
    private static readonly (string Words, ErrorCategory Category)[] Table =
    [
        ("NotFound NotReplicated NotInStore Elsewhere", ErrorCategory.ObjectNotFound),
        ("AccessDenied Refused Rejected CertificateRejected InOtherAccount Inaccessible NotAuthorized AdministratorOnly AuthenticationNotAllowed EncryptionRequired", ErrorCategory.PermissionDenied),
        ("InUse Locked Conflict Changed", ErrorCategory.ResourceBusy),
        ("Exists AlreadyReplicated DuplicateName DuplicateId", ErrorCategory.ResourceExists),
        ("Unavailable Throttled TimedOut SiteUnavailable HostDidNotStart HostUnresponsive Unreachable PortClosed", ErrorCategory.ResourceUnavailable),
        ("Full TooLarge QuotaExceeded TooDeep", ErrorCategory.LimitsExceeded),
        ("Corrupt Mismatch VerificationFailed Damaged Truncated Unsupported TooNew NewerThanProgram Incomplete", ErrorCategory.InvalidData),
        ("Invalid Missing Ambiguous OutOfRange Unknown NotUnique SameSite NotDeclared NotAchievable NeedsHistory", ErrorCategory.InvalidArgument),
        ("NotSupported", ErrorCategory.NotImplemented),
        ("Stopped", ErrorCategory.OperationStopped),
        ("InputOutputFailed InputOutput ReadFailed WriteFailed", ErrorCategory.DeviceError),
    ];

    /// <remarks>InvalidState is the state's refusal and not an argument's: it goes first.</remarks>
    public static ErrorCategory Of(string errorId, bool isTransient)
    {
        if (errorId is "InvalidState") return ErrorCategory.InvalidOperation;
        foreach ((string words, ErrorCategory category) in Table)
        {
            if (words.Split(' ').Any(word => errorId.EndsWith(word, StringComparison.Ordinal) || errorId.StartsWith(word, StringComparison.Ordinal))) return category;
        }

        return isTransient ? ErrorCategory.ResourceUnavailable : ErrorCategory.InvalidOperation;
    }
}
