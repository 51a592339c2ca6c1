#requires -Version 7.6
# Runs the tests against the built module and says in its last line what came of it. Exit code: number of failed tests.
param([string] $Path = $PSScriptRoot)

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$configuration.Output.RenderMode = 'Plaintext'
$configuration.Output.StackTraceVerbosity = 'FirstLine'
$result = Invoke-Pester -Configuration $configuration
"Pester: $($result.PassedCount) passed, $($result.FailedCount) failed, $($result.FailedBlocksCount + $result.FailedContainersCount) broken, $($result.SkippedCount) skipped"
exit $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
