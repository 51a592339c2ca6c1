BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'New-ReplicationPolicy' {
    BeforeAll { $lab = New-Lab }
    AfterAll { Remove-Lab $lab }

    It 'makes one with the defaults of Hyper-V Replica and with what is given' {
        $default = New-ReplicationPolicy plain
        $default.ReplicationFrequency | Should -Be ([timespan]'00:05:00')
        $gold = New-ReplicationPolicy gold -ReplicationFrequency 0:00:30 -RecoveryHistory 12 -RecoveryPointInterval 2:00:00 -DailyPoints 7 -RpoThreshold 0:01:00
        $gold.RecoveryHistory | Should -Be 12
        $gold.DailyPoints | Should -Be 7
        (Get-ReplicationPolicy gold).RpoThreshold | Should -Be ([timespan]'00:01:00')
    }

    It 'HVR-40 takes hours for application-consistent points, and needs a history' {
        $made = New-ReplicationPolicy apps -ApplicationConsistencyInterval 12:00:00 -RequireApplicationConsistency
        $made.ApplicationConsistencyInterval | Should -Be ([timespan]'12:00:00')
        $made.RequireApplicationConsistency | Should -BeTrue
        (Set-ReplicationPolicy apps -RequireApplicationConsistency:$false -PassThru).ApplicationConsistencyInterval | Should -Be ([timespan]'12:00:00')
        (Get-ReplicationPolicy apps).RequireApplicationConsistency | Should -BeFalse
        Assert-Refused { New-ReplicationPolicy odd -ApplicationConsistencyInterval 13:00:00 } 'PolicyInvalid' 'odd' 'InvalidArgument'
        Assert-Refused { New-ReplicationPolicy odd -ApplicationConsistencyInterval 1:00:00 -RecoveryHistory 0 } 'AppConsistentNeedsHistory' 'odd' 'InvalidArgument'
    }

    It 'takes limits by time of day and hours for resynchronisation, and gives them back' {
        $made = New-ReplicationPolicy wan -BandwidthLimit '08:00-18:00 Mon-Fri 20Mbit/s', 1GiB/s -AutoResynchronize Window -ResynchronizeHours 22:00-04:00 -TimeZone Europe/Berlin
        $made.BandwidthLimit | Should -Be '08:00-18:00 Mon,Tue,Wed,Thu,Fri 2500000B/s', '1073741824B/s'
        $read = Get-ReplicationPolicy wan
        $read.AutoResynchronize, $read.ResynchronizeHours, $read.TimeZone | Should -Be 'Window', '22:00-04:00', 'Europe/Berlin'
        (Set-ReplicationPolicy wan -BandwidthLimit $read.BandwidthLimit -PassThru).BandwidthLimit | Should -Be $made.BandwidthLimit
        (Set-ReplicationPolicy wan -BandwidthLimit @() -TimeZone '' -PassThru).BandwidthLimit | Should -BeNullOrEmpty
        (Get-ReplicationPolicy wan).TimeZone | Should -BeNullOrEmpty
        Assert-Refused { New-ReplicationPolicy odd -BandwidthLimit fast } 'BandwidthLimitInvalid' 'odd' 'InvalidArgument'
        Assert-Refused { New-ReplicationPolicy odd -ResynchronizeHours never } 'PolicyInvalid' 'odd' 'InvalidArgument'
        Assert-Refused { New-ReplicationPolicy odd -TimeZone Mars } 'PolicyInvalid' 'odd' 'InvalidArgument'
    }

    It 'flows into a group, after a trip through JSON as well' {
        (New-ReplicationPolicy silver | New-ReplicationGroup s hq dr).PolicyName | Should -Be 'silver'
        (Get-ReplicationPolicy silver | ConvertTo-Json | ConvertFrom-Json | New-ReplicationGroup t hq dr).PolicyName | Should -Be 'silver'
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { New-ReplicationPolicy bronze -WhatIf } }

    It 'INV-10 refuses a name that is taken, and values outside their range' {
        Assert-Refused { New-ReplicationPolicy web } 'DuplicateName' 'web' 'ResourceExists'
        Assert-Refused { New-ReplicationPolicy odd -ReplicationFrequency 0:00:00.5 } 'PolicyInvalid' 'odd' 'InvalidArgument'
        { New-ReplicationPolicy odd -RecoveryHistory 25 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        Get-ReplicationPolicy odd* | Should -BeNullOrEmpty
    }

    It 'has help' { Assert-Help New-ReplicationPolicy }
}
