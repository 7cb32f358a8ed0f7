"""Words that name no measure: grammar, vague verbs, and the wording around figures."""

from __future__ import annotations

GRAMMAR = frozenset(
    """
    a an the this that these those such it its itself they them their theirs he him his she her hers
    we us our you your i me my who whom whose which what where when why how there here
    and or but nor so yet if than then as because although though while whereas whether
    of in on at by for with from to into onto upon over under between among within without about
    across after against along around before behind below above beneath beside besides beyond
    during except inside outside near off out per since through throughout till until toward
    towards up down via amid amongst despite
    am is are was were be been being do does did done doing have has had having
    can could may might must shall should will would ought
    not no none never neither s t d ll re ve m n't
    also too very just only even still already now again further once ever
    all any both each every either few many much more most less least several some other others
    another same own such own quite rather almost nearly
    """.split()
)

MEASURING = frozenset(
    """
    number numbers amount amounts total totals figure figures level rate quantity count counts tally
    stand stands stood standing reach reaches reached come comes came put puts make makes made making
    account accounts accounted accounting constitute constitutes constituted comprise comprises comprised
    consist consists consisted represent represents represented include includes included including
    contain contains contained feature features remain remains remained become becomes became
    get gets got say says said told tell report reports reported reportedly according show shows showed
    shown estimate estimates estimated currently today recently year years month months week weeks day
    days time times annual annually yearly monthly daily percent percentage percentages point points pct
    share proportion fraction portion part half third thirds quarter quarters fifth fifths tenth tenths majority
    hundred thousand million billion trillion dozen dozens hundreds thousands millions billions
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
    roughly approximately circa around exactly precisely some least most nearly almost up
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter
    last next previous latest newest current new this ago since end start beginning early late mid
    give gives gave given take takes took taken go goes went see sees saw seen
    """.split()
)

STOP_WORDS = GRAMMAR | MEASURING
