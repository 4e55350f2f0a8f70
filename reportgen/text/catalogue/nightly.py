"""The index of many runs, its feed and its mail. Korean in plain style; a mail makes it polite."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "nightly.title": ("All runs", "전체 실행"),
    "nightly.count": ("{n:int} [run|runs]", "실행 {n:int}개"),
    "nightly.night": ("last change {date}", "마지막 변경 {date}"),
    "nightly.baseline": ("compared with {name}", "{name}과(와) 비교"),
    "nightly.made-by": ("Made by reportgen {version}", "reportgen {version}(으)로 만들었다"),
    "nightly.unfinished": (
        "The last job did not come to its end; the next one goes on from here.",
        "마지막 작업이 끝나지 못했다. 다음 작업이 여기서 이어진다.",
    ),
    "nightly.skip": ("Skip to the runs", "실행 목록으로"),
    # What happened, in one line
    "nightly.headline": (
        "{flips:int} [verdict|verdicts] changed, {failed:int} of {n:int} [run|runs] failed",
        "판정이 바뀐 실행 {flips:int}개, 전체 {n:int}개 중 실패 {failed:int}개",
    ),
    "nightly.headline-none": ("No run was found", "실행을 찾지 못했다"),
    "nightly.lead": (
        "That night {new:int} [run|runs] came, {changed:int} changed and {removed:int} went; "
        "{drifted:int} drifted beyond the bootstrap noise.",
        "그날 밤 {new:int}개가 새로 생겼고 {changed:int}개가 바뀌었으며 {removed:int}개가 사라졌다. "
        "부트스트랩 잡음보다 크게 달라진 실행은 {drifted:int}개다.",
    ),
    "nightly.comparable": (
        "Runs of different cadence and window compare in hours and in shares of the last hours. "
        "A lift counts in tokens and is left out. A peak or a share is named moved, changed or different only beyond the bootstrap noise.",
        "시간 간격과 입력 창이 다른 실행은 시간과 마지막 몇 시간의 비율로 비교한다. "
        "리프트(lift)는 토큰 수에 따라 달라지므로 싣지 않는다. 최고점과 비율은 부트스트랩 잡음보다 크게 달라졌을 때만 다르다고 적는다.",
    ),
    # Flips
    "nightly.flips": ("Verdicts that changed", "바뀐 판정"),
    "nightly.flips-none": ("No verdict changed.", "판정이 바뀐 실행은 없다."),
    "nightly.flip": ("{before} → {after}", "{before} → {after}"),
    "nightly.flip-checks": ("Checks: {checks:list}", "바뀐 점검: {checks:list}"),
    "nightly.runs": ("Runs", "실행"),
    # Verdicts without a report
    "nightly.verdict.failed": ("not built", "생성 실패"),
    "nightly.verdict.no-attention": ("no attention by design", "어텐션이 없는 모델"),
    # States
    "nightly.state.new": ("new", "신규"),
    "nightly.state.changed": ("changed", "변경"),
    "nightly.state.unchanged": ("unchanged", "변경 없음"),
    "nightly.state.removed": ("no longer there", "사라짐"),
    # Heads
    "nightly.head.run": ("Run", "실행"),
    "nightly.head.verdict": ("Verdict", "판정"),
    "nightly.head.peak": ("Peak, hours before", "최고점(몇 시간 전)"),
    "nightly.head.last": ("Share of the last {hours:h}", "마지막 {hours:h}의 비율"),
    "nightly.head.half": ("Hours that hold half, history", "절반을 담는 시간, 이력"),
    "nightly.head.entropy": ("Normalised entropy", "정규화 엔트로피"),
    "nightly.head.skill": ("Skill", "예측 기술"),
    "nightly.head.change": ("Since the build before", "이전 보고서와의 차이"),
    "nightly.head.baseline": ("Against the baseline", "기준 실행과의 차이"),
    # Cells
    "nightly.peak": ("{hours:hrange}", "{hours:hrange}"),
    "nightly.interval": ("interval {hours:hrange}", "구간 {hours:hrange}"),
    "nightly.no-peak": ("no peak (p = {p:n2})", "뚜렷한 최고점 없음(p = {p:n2})"),
    "nightly.hours": ("{x:h}", "{x:h}"),
    "nightly.share": ("{x:pct0}", "{x:pct0}"),
    "nightly.number": ("{x:n2}", "{x:n2}"),
    "nightly.between": ("{low:n2} to {high:n2}", "{low:n2}에서 {high:n2}까지"),
    "nightly.before-input": ("before the last input", "마지막 입력 전"),
    "nightly.undated": ("no cadence declared", "시간 간격 미지정"),
    "nightly.place": ("{where:where}", "{where:where}"),
    "nightly.last-keys": ("of the last {n:int} [key|keys]", "마지막 키 {n:int}개"),
    "nightly.keys": ("{x:n1} keys", "키 {x:n1}개"),
    "nightly.of-keys": ("of {n:int}, from the last", "전체 {n:int}개, 마지막부터"),
    "nightly.change-keys": ("last {n:int} keys {x:points}", "마지막 키 {n:int}개 {x:points}"),
    "nightly.steps": ("{n:int} [sample|samples]", "표본 {n:int}개"),
    "nightly.skipped": ("{n:int} [file|files] skipped", "건너뛴 파일 {n:int}개"),
    "nightly.no-change": ("no change", "변화 없음"),
    "nightly.first": ("first build", "첫 보고서"),
    "nightly.change-last": ("last {hours:h} {x:points}", "마지막 {hours:h} {x:points}"),
    "nightly.change-half": ("half {x:s1} h", "절반 시간 {x:s1} h"),
    "nightly.change-entropy": ("entropy {x:s2}", "엔트로피 {x:s2}"),
    "nightly.moved": ("peak moved", "최고점 이동"),
    "nightly.drifted": ("share changed", "비율 변화"),
    "nightly.elsewhere": ("peak elsewhere", "최고점 위치 다름"),
    "nightly.differs": ("share differs", "비율 다름"),
    "nightly.little-change": ("hardly any change", "거의 변화 없음"),
    "nightly.older-report": ("older report", "이전 보고서"),
    "nightly.why": ("why", "이유"),
    # Filters
    "nightly.filter.model": ("Model", "모델"),
    "nightly.filter.window": ("Input window", "입력 창"),
    "nightly.filter.target": ("Target", "예측 대상"),
    "nightly.filter.verdict": ("Verdict", "판정"),
    "nightly.filter.all": ("all", "전체"),
    "nightly.filter.shown": ("shown", "표시"),
    "nightly.sort": ("sort by this column", "이 열로 정렬"),
    # Figure
    "nightly.figure.title": (
        "Does a longer window make the model look further back?",
        "입력 창이 길어지면 모델이 더 먼 과거를 보는가",
    ),
    "nightly.figure.caption": (
        "One mark a run: the hours before issue that hold half of the attention, against the "
        "length of the input window. On the dashed line attention is even over the window. Many runs of one window stand side by side.",
        "점 하나가 실행 하나다. 가로축은 입력 창의 길이, 세로축은 어텐션의 절반을 담는 예보 발표 전 "
        "시간이다. 점선 위라면 어텐션이 창 전체에 균등하다. 창이 같은 실행이 많으면 옆으로 벌려 그렸다.",
    ),
    "nightly.plot.x": ("input window, h", "입력 창(h)"),
    "nightly.plot.y": ("hours that hold half, h", "절반을 담는 시간(h)"),
    "nightly.plot.even": ("even", "균등"),
    "nightly.spark": (
        "hours that hold half, {n:int} [build|builds], last {x:h}",
        "절반을 담는 시간, 보고서 {n:int}개, 마지막 {x:h}",
    ),
    # A run without report
    "nightly.failure.title": ("This run has no report", "이 실행에는 보고서가 없다"),
    "nightly.failure.retry": (
        "It is tried again every night. By hand: `reportgen build` with its folder.",
        "매일 밤 다시 시도한다. 직접 하려면 그 폴더로 `reportgen build`를 실행한다.",
    ),
    "nightly.failure.by-design": (
        "Its model has no attention to report on: nothing is broken.",
        "모델에 보고할 어텐션이 없을 뿐, 고장 난 것은 없다.",
    ),
    "nightly.failure.message": (
        "What `reportgen build` says",
        "`reportgen build`의 메시지(영어)",
    ),
    "nightly.failure.back": ("Back to all runs", "전체 실행으로"),
    "nightly.files": (
        "The same numbers: {json:code}, {csv:code}; feed: {feed:code}.",
        "같은 수치: {json:code}, {csv:code}. 피드: {feed:code}.",
    ),
    # Feed and mail
    "nightly.feed.title": ("reportgen: all runs", "reportgen: 전체 실행"),
    "nightly.line": ("{name}: {what}", "{name}: {what}"),
    "nightly.digest.flips": ("Verdicts that changed", "바뀐 판정"),
    "nightly.digest.failed": ("Not built", "생성 실패"),
    "nightly.digest.drift": ("Drift beyond the bootstrap noise", "잡음보다 큰 변화"),
    "nightly.digest.new": ("New runs", "새 실행"),
    "nightly.digest.removed": ("No longer there", "사라진 실행"),
    "nightly.digest.more": ("and {n:int} more", "외 {n:int}개"),
    "nightly.digest.site": ("The index with all runs: {name:code}", "전체 실행 목록: {name:code}"),
}
