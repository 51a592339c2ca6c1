namespace Replication.Pipeline;

/// <param name="Item">What is worked on, a disk as a rule.</param>
/// <param name="Status">Amounts and speed, for people.</param>
/// <param name="Percent">0 to 100.</param>
/// <param name="SecondsLeft">At the present speed; null while there is none.</param>
internal readonly record struct ProgressView(string Item, string Status, int Percent, int? SecondsLeft);
